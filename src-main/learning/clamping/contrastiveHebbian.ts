import { defineClamping, movingClamp } from './clamping.ts';

/** Contrastive Hebbian learning: the clamped outputs are the labels themselves, O^C = L (Dillavou 2024, Eq. F1). */
export const contrastiveHebbian = defineClamping({
  spec: {
    kind: 'contrastiveHebbian',
    title: 'Contrastive Hebbian',
    doc: 'The clamped outputs are the labels themselves; a nudge of 1.',
    reference: { source: 'dillavou2024', place: 'Eq. F1' },
    parameters: {},
  },
  outputs: 'either',
  holdsOutputs: true,
  create: (_config, setup) => movingClamp(setup, (output, label) => label - output),
});
