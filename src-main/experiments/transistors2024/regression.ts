import { errorModes, projectErrors } from '../../analysis/errorModes.ts';
import { defineExperiment } from '../experiment.ts';
import { errorsOf, squaredError, timeBelow, watch, type WatchedRun } from './lattice.ts';
import { regressionDocument, regressionInputs } from './regressionTask.ts';

const target = { a: 0.1, b: 0.31, c: 0.25 };
const SECONDS = 5;

/** Mean, slope and curvature over the eight inputs (Fig. 8). */
export const regressionModes = errorModes([Float64Array.from(regressionInputs)], 2);

/** |E|² that the best straight line through the labels would leave, V². */
export function lineError(labels: Float64Array): number {
  const [mean, slope] = projectErrors(regressionModes.slice(0, 2), labels);
  const [first, second] = regressionModes;
  return labels.reduce((sum, label, point) => sum + (label - mean * first.direction[point] - slope * second.direction[point]) ** 2, 0);
}

/** Size of each mode at the start, V, and the time after which it first falls to half, s. */
export function modeHalfTimes({ times, measurements }: WatchedRun): { start: number[]; half: (number | null)[] } {
  const sizes = measurements.map((measurement) => projectErrors(regressionModes, errorsOf(measurement)).map(Math.abs));
  const half = regressionModes.map((_, mode) =>
    timeBelow(
      times,
      sizes.map((values) => values[mode]),
      0.5 * sizes[0][mode],
    ),
  );
  return { start: sizes[0], half };
}

/** Fig. 4: one input, one output, a bent line. */
export const regression = defineExperiment({
  spec: {
    kind: 'regression',
    title: 'Nonlinear regression',
    doc: 'The lattice bends its answer to follow eight points on a line with a kink: first the mean, then the slope, then the curvature.',
    reference: { source: 'dillavou2024', place: 'Fig. 4' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 2,
  claims: [
    {
      id: 'belowLine',
      quantity: '|E|² at the end, relative to the best straight line',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 4a' },
      published: 'clearly bent',
      bar: { statistic: 'median', relation: '<=', value: 0.6 },
      reason: 'A linear network can’t go below 1; the ideal lattice ends at about 0.4 to 0.5, limited by its gate floor.',
    },
    {
      id: 'meanTime',
      quantity: 'Time in which the mean error halves',
      unit: 's',
      source: { source: 'dillavou2024', place: 'Fig. 4b' },
      published: 'gone by 0.04 s',
      bar: { statistic: 'median', relation: 'between', value: [0.015, 0.06] },
      reason: 'Read off a logarithmic axis, and the nodes differ: half to one and a half times the published time.',
    },
    {
      id: 'slopeTime',
      quantity: 'Time in which the error of the slope halves',
      unit: 's',
      source: { source: 'dillavou2024', place: 'Fig. 4b' },
      published: 'between 0.04 and 0.4 s',
      bar: { statistic: 'median', relation: 'between', value: [0.15, 0.6] },
      reason: 'As for the mean.',
    },
  ],
  document: () => regressionDocument(target, SECONDS),
  run(seed, report) {
    const run = watch(regressionDocument(target, SECONDS), seed, 10, report);
    const last = run.measurements[run.measurements.length - 1];
    const { half } = modeHalfTimes(run);
    return { belowLine: squaredError(last) / lineError(last.labels), meanTime: half[0], slopeTime: half[1] };
  },
});
