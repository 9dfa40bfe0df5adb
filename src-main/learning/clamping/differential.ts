import { defineClamping, nudgeParameter } from './clamping.ts';

/** O = O₊ − O₋, clamped on both nodes: O₊^C = O₊ + η/2·(L − O), O₋^C = O₋ − η/2·(L − O) (Dillavou 2024, Eq. 7). */
export const differential = defineClamping({
  spec: {
    kind: 'differential',
    title: 'Differential clamping',
    doc: 'The output is the difference of two nodes; each is moved by half of the nudge, in opposite directions.',
    reference: { source: 'dillavou2024', place: 'Eq. 7' },
    parameters: { nudge: nudgeParameter },
  },
  isDifferential: true,
  create(_config, { plus, minus }) {
    return (freeVoltages, labels, first, clampedVoltages, nudge) => {
      for (let output = 0; output < plus.length; output++) {
        const high = freeVoltages[plus[output]];
        const low = freeVoltages[minus[output]];
        const move = 0.5 * nudge * (labels[first + output] - (high - low));
        clampedVoltages[plus[output]] = high + move;
        clampedVoltages[minus[output]] = low - move;
      }
    };
  },
});
