import { chordConductance, createElements } from '../../physics/elements.ts';
import { defineExperiment } from '../experiment.ts';
import { HIGHEST } from './lattice.ts';

const TRANSCONDUCTANCE = 8e-4;
const THRESHOLD = 0.7;

/** Largest relative deviation of K from S·(G − V_th − V̄) over the gates and node voltages of the board, Ohmic or not. */
function deviation(lowestGate: number): number {
  const elements = createElements(1);
  elements.transconductances[0] = TRANSCONDUCTANCE;
  let worst = 0;
  for (let gate = lowestGate; gate <= 5.7; gate += 0.1) {
    elements.overdrives[0] = gate - THRESHOLD;
    for (let a = 0; a <= HIGHEST; a += 0.05) {
      for (let b = 0; b <= HIGHEST; b += 0.05) {
        const law = TRANSCONDUCTANCE * (gate - THRESHOLD - (a + b) / 2);
        worst = Math.max(worst, Math.abs(chordConductance(elements, 0, a, b) / law - 1));
      }
    }
  }
  return worst;
}

/** Fig. 6: the conductance of one channel. */
export const channelCurves = defineExperiment({
  spec: {
    kind: 'channelCurves',
    title: 'Channel curves',
    doc: 'The conductance of one transistor is proportional to G − V_th − V̄ over the board’s voltages.',
    reference: { source: 'dillavou2024', place: 'Fig. 6, Eq. 1' },
    parameters: {},
  },
  seeds: 1,
  quickSeeds: 1,
  claims: [
    {
      id: 'ohmic',
      quantity: 'Largest relative deviation of K from S·(G − V_th − V̄), gates from 1.2 to 5.7 V',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 6' },
      published: 'proportional',
      bar: { statistic: 'median', relation: '<=', value: 1e-12 },
      reason: 'The same law written in another form: rounding alone.',
    },
    {
      id: 'nonlinearity',
      quantity: 'Relative change of K over the node voltages at G = 1.5 V',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 6, right' },
      published: 'low gates bend most',
      bar: { statistic: 'median', relation: 'between', value: [0.5, 0.6] },
      reason: '0.45 V of 0.8 V, 56 %; a linear resistor has 0.',
    },
  ],
  document: () => null,
  run: () => {
    const elements = createElements(1);
    elements.transconductances[0] = TRANSCONDUCTANCE;
    elements.overdrives[0] = 1.5 - THRESHOLD;
    const change = 1 - chordConductance(elements, 0, HIGHEST, HIGHEST) / chordConductance(elements, 0, 0, 0);
    return { ohmic: deviation(1.2), nonlinearity: change };
  },
});
