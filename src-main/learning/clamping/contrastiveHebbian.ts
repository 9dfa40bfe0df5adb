import { defineClamping, holdMoved, noMemory, outputVoltage } from './clamping.ts';

/** Contrastive Hebbian learning: the clamped outputs are the labels themselves, O^C = L (Dillavou 2024, Eq. F1). */
export const contrastiveHebbian = defineClamping({
  spec: {
    kind: 'contrastiveHebbian',
    title: 'Contrastive Hebbian',
    doc: 'The clamped outputs are the labels themselves; a nudge of 1.',
    equation: 'O^C = L',
    reference: { source: 'dillavou2024', place: 'Eq. F1' },
    parameters: {},
  },
  outputs: 'either',
  holdsOutputs: true,
  create: (_config, { outputs }) => ({
    memory: noMemory,
    apply(freeVoltages, labels, datapoint, clampedVoltages) {
      const count = outputs.plus.length;
      for (let index = 0; index < count; index++) {
        const error = labels[datapoint * count + index] - outputVoltage(outputs, index, freeVoltages);
        holdMoved(outputs, index, freeVoltages, clampedVoltages, error);
      }
    },
  }),
});
