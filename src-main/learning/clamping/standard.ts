import { defineClamping, nudgeParameter } from './clamping.ts';

/** O^C = η·L + (1 − η)·O^F on every output node (Dillavou 2022, Eq. 1; Dillavou 2024, Eq. 6). */
export const standard = defineClamping({
  spec: {
    kind: 'standard',
    title: 'Standard clamping',
    doc: 'Each output node is held between its free voltage and the label.',
    reference: { source: 'dillavou2024', place: 'Eq. 6' },
    parameters: { nudge: nudgeParameter },
  },
  isDifferential: false,
  create(_config, { plus }) {
    return (freeVoltages, labels, first, clampedVoltages, nudge) => {
      for (let output = 0; output < plus.length; output++) {
        const node = plus[output];
        clampedVoltages[node] = nudge * labels[first + output] + (1 - nudge) * freeVoltages[node];
      }
    };
  },
});
