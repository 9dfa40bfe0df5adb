import { energyPerEdge, inferencePower, SETTLING_TIME } from '../../analysis/power.ts';
import { defineExperiment } from '../experiment.ts';
import { cornersDocument, trainCorners } from './corners.ts';

const source = { source: 'durian2025', place: 'CLLNs for applications' } as const;

/** What a digital chip takes per parameter and inference, J, as the slides compare it. */
const DIGITAL = 1e-12;

/** Energy per parameter and inference of the board on breadboards, after the classification of the slides. */
export const energyPerParameter = defineExperiment({
  spec: {
    kind: 'energyPerParameter',
    title: 'Energy per parameter and inference',
    doc: 'What one answer of the trained classifier costs per edge, in the time in which the voltages settle.',
    reference: source,
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 1,
  claims: [
    {
      id: 'energy',
      quantity: `Energy per edge and answer, ${SETTLING_TIME * 1e6} µs at the power of inference`,
      unit: 'J',
      source,
      published: 1e-11,
      bar: { statistic: 'median', relation: 'between', value: [3e-12, 3e-11] },
      reason: 'The published value is an order of magnitude; half of one up and down.',
      note: 'The settling time is that of the board (Dillavou 2024, Appendix D). The slides’ 1e-14 J for chips and 1e-18 J for large ones are forecasts that nothing here can check.',
    },
    {
      id: 'power',
      quantity: 'Power turned into heat by inference, mean over the training points',
      unit: 'W',
      source,
      published: 'not given',
      reason: 'The slides give the energy only; for XOR the paper of 2024 has 151 µW.',
    },
    {
      id: 'againstDigital',
      quantity: 'Energy over the 1e-12 J of a digital chip',
      unit: '',
      source,
      published: 10,
      bar: { statistic: 'median', relation: 'between', value: [3, 30] },
      reason: 'As for the energy: both published numbers are orders of magnitude.',
    },
  ],
  document: cornersDocument,
  run(seed, report) {
    const trainer = trainCorners(seed, report);
    const energy = energyPerEdge(trainer);
    return { energy, power: inferencePower(trainer), againstDigital: energy / DIGITAL };
  },
});
