import { defineClamping, noMemory, nudgeParameter } from './clamping.ts';

/** O^C = η·L + (1 − η)·O^F on every output node (Dillavou 2022, Eq. 1; Dillavou 2024, Eq. 6). */
export const standard = defineClamping({
  spec: {
    kind: 'standard',
    title: 'Standard clamping',
    doc: 'Each output node is held between its free voltage and the label.',
    equation: 'O^C = O^F + η·(L − O^F)',
    reference: { source: 'dillavou2024', place: 'Eq. 6' },
    parameters: { nudge: nudgeParameter },
  },
  outputs: 'single',
  holdsOutputs: true,
  create: (_config, { outputs }) => ({
    memory: noMemory,
    apply(freeVoltages, labels, datapoint, clampedVoltages, { nudge }) {
      const { plus } = outputs;
      for (let index = 0; index < plus.length; index++) {
        const free = freeVoltages[plus[index]];
        clampedVoltages[plus[index]] = free + nudge * (labels[datapoint * plus.length + index] - free);
      }
    },
  }),
});
