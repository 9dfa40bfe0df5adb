import { energyPerEdge, inferencePower } from '../../analysis/power.ts';
import { defineExperiment, type Figures } from '../experiment.ts';
import { measuredEvery, measuredRun, squaredError, timeBelow, watch, type MeasuredRun } from './lattice.ts';
import { isCheckerboard, TRUE, xorDocument } from './xorTask.ts';

/** Fig. 3: the truth table of exclusive or, its error and its power. */
export const xor = defineExperiment({
  spec: {
    kind: 'xor',
    title: 'XOR',
    doc: 'The lattice teaches itself exclusive or from its four rows, which no linear network can.',
    reference: { source: 'dillavou2024', place: 'Fig. 3' },
    parameters: {},
  },
  seeds: 20,
  quickSeeds: 4,
  claims: [
    {
      id: 'learned',
      quantity: 'Seeds with |E|² below 2 % of L_0² after 10 s',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 3c' },
      published: 'learned',
      bar: { statistic: 'fraction', relation: '>=', value: 0.9 },
      reason: 'A linear network can’t go below 100 %; one unlucky order of the datapoints in ten is allowed for.',
    },
    {
      id: 'relativeError',
      quantity: '|E|²/L_0² after 10 s',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 3c' },
      published: 'near zero',
      bar: { statistic: 'median', relation: '<=', value: 0.02 },
      reason: 'Without bias nothing limits the error; 2 % is what the eye calls learned in the figure.',
    },
    {
      id: 'checkerboard',
      quantity: 'Seeds whose four outputs are each nearer to their own label',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 3b' },
      published: 'checkerboard',
      bar: { statistic: 'fraction', relation: '>=', value: 0.9 },
      reason: 'As for the error.',
    },
    {
      id: 'timeToTenth',
      quantity: 'Time until |E|² is below 10 % of L_0²',
      unit: 's',
      source: { source: 'dillavou2024', place: 'Fig. 3c' },
      published: 'final state at about 5 s',
      bar: { statistic: 'median', relation: '<=', value: 5 },
      reason: 'The board has a bias and other nodes; the ideal network must not be slower than it.',
    },
    {
      id: 'power',
      quantity: 'Power turned into heat by inference, mean over the truth table',
      unit: 'W',
      source: { source: 'dillavou2024', place: 'Appendix D' },
      published: 151e-6,
      bar: { statistic: 'median', relation: 'between', value: [100e-6, 200e-6] },
      reason: 'Power depends on the gates that a run ends with; a third up and down covers the placements.',
    },
    {
      id: 'energyPerEdge',
      quantity: 'Energy per edge and answer, 2 µs at that power',
      unit: 'J',
      source: { source: 'dillavou2024', place: 'Appendix D' },
      published: 10e-12,
      bar: { statistic: 'median', relation: 'between', value: [6e-12, 13e-12] },
      reason: 'The same spread as the power; the published number is rounded.',
    },
  ],
  // The figure ends at 10 s.
  document: () => ({ ...xorDocument('a'), stop: [{ kind: 'time', after: 10 }] }),
  run(seed, report) {
    const run = watch(xorDocument('a'), seed, 100, report);
    return { ...figuresOf(run), power: inferencePower(run.trainer), energyPerEdge: energyPerEdge(run.trainer) };
  },
  // A board measures no currents, and so no power.
  measured: { documents: () => [measuredEvery(xorDocument('a'), 100)], figures: ([run]) => figuresOf(measuredRun(run)) },
});

function figuresOf({ times, measurements }: MeasuredRun): Figures<'learned' | 'relativeError' | 'checkerboard' | 'timeToTenth'> {
  const relative = measurements.map((measurement) => squaredError(measurement) / TRUE ** 2);
  const last = measurements[measurements.length - 1];
  const final = relative[relative.length - 1];
  return {
    learned: final < 0.02 ? 1 : 0,
    relativeError: final,
    checkerboard: isCheckerboard(last.outputs) ? 1 : 0,
    timeToTenth: timeBelow(times, relative, 0.1),
  };
}
