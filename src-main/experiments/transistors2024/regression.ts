import { defineExperiment, type Figures } from '../experiment.ts';
import { measuredEvery, measuredRun, squaredError, watch, type MeasuredRun } from './lattice.ts';
import { lineError, modeHalfTimes, regressionDocument } from './regressionTask.ts';

const target = { a: 0.1, b: 0.31, c: 0.25 };
const SECONDS = 5;

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
    return figuresOf(watch(regressionDocument(target, SECONDS), seed, 10, report));
  },
  measured: {
    documents: () => [measuredEvery(regressionDocument(target, SECONDS), 10)],
    figures: ([run]) => figuresOf(measuredRun(run)),
  },
});

function figuresOf(run: MeasuredRun): Figures<'belowLine' | 'meanTime' | 'slopeTime'> {
  const last = run.measurements[run.measurements.length - 1];
  const { half } = modeHalfTimes(run);
  return { belowLine: squaredError(last) / lineError(last.labels), meanTime: half[0], slopeTime: half[1] };
}
