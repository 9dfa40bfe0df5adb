import { defineClamping, holdMoved, noMemory, nudgeParameter, outputVoltage } from './clamping.ts';

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
    equation: 'O^C = O^F + η·(L − O^F), or O^F where (O^F − L)·sign(L) > 0',
    reference: { source: 'dillavou2025', place: 'Appendix A' },
    parameters: { nudge: nudgeParameter },
  },
  outputs: 'either',
  holdsOutputs: true,
  create: (_config, { outputs }) => ({
    memory: noMemory,
    apply(freeVoltages, labels, datapoint, clampedVoltages, { nudge }) {
      const count = outputs.plus.length;
      for (let index = 0; index < count; index++) {
        const label = labels[datapoint * count + index];
        const error = label - outputVoltage(outputs, index, freeVoltages);
        const isBeyond = error * Math.sign(label) < 0;
        holdMoved(outputs, index, freeVoltages, clampedVoltages, isBeyond ? 0 : nudge * error);
      }
    },
  }),
});
