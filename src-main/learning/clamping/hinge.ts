import { defineClamping, movingClamp, nudgeParameter } from './clamping.ts';

/**
 * Clamping for classes with labels ±L: as standard (or differential) clamping, but an output that exceeds its label in the
 * wanted direction, (O − L)·sign(L) > 0, is not nudged (Dillavou 2025, Appendix A). The step still lasts its full time, so
 * that a bias goes on drifting.
 */
export const hinge = defineClamping({
  spec: {
    kind: 'hinge',
    title: 'Hinge',
    doc: 'Clamping for classes: an output beyond its label is not nudged.',
    reference: { source: 'dillavou2025', place: 'Appendix A' },
    parameters: { nudge: nudgeParameter },
  },
  outputs: 'either',
  holdsOutputs: true,
  create: (_config, setup) =>
    movingClamp(setup, (output, label, nudge) => ((output - label) * Math.sign(label) > 0 ? 0 : nudge * (label - output))),
});
