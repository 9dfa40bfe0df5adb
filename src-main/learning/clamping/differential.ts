import { defineClamping, noMemory, nudgeParameter } from './clamping.ts';

/** O = O₊ − O₋, clamped on both nodes: O₊^C = O₊ + η/2·(L − O), O₋^C = O₋ − η/2·(L − O) (Dillavou 2024, Eq. 7). */
export const differential = defineClamping({
  spec: {
    kind: 'differential',
    title: 'Differential clamping',
    doc: 'The output is the difference of two nodes; each is moved by half of the nudge, in opposite directions.',
    equation: 'O₊^C = O₊^F + η/2·(L − O^F), O₋^C = O₋^F − η/2·(L − O^F), O = O₊ − O₋',
    reference: { source: 'dillavou2024', place: 'Eq. 7' },
    parameters: { nudge: nudgeParameter },
  },
  outputs: 'differential',
  holdsOutputs: true,
  create: (_config, { outputs }) => ({
    memory: noMemory,
    apply(freeVoltages, labels, datapoint, clampedVoltages, { nudge }) {
      const { plus, minus } = outputs;
      for (let index = 0; index < plus.length; index++) {
        const high = freeVoltages[plus[index]];
        const low = freeVoltages[minus[index]];
        const move = 0.5 * nudge * (labels[datapoint * plus.length + index] - (high - low));
        clampedVoltages[plus[index]] = high + move;
        clampedVoltages[minus[index]] = low - move;
      }
    },
  }),
});
