import { defineExperiment } from '../experiment.ts';
import { regressionGroups, regressionTasks } from './regressionTasks.ts';
import { sweepPeriods, withPeriod } from './sweep.ts';

const SWEEP = { periods: [2e-4, 2e-2, 0.2, 1], settle: 10, follow: 2 };

/** What Fig. 1 would be without imperfection: a fixed point. */
export const unbiasedRegression = defineExperiment({
  spec: {
    kind: 'unbiasedRegression',
    title: 'Two regressions in turn, no bias',
    doc: 'Without bias the same two tasks are both solved and the gates stay where they are, whatever the period.',
    reference: { source: 'dillavou2025', place: 'Fig. 1, text' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 2,
  claims: [
    {
      id: 'error',
      quantity: 'Largest Ē from 0.2 ms to 1 s',
      unit: 'V²',
      source: { source: 'dillavou2025', place: 'Experimental results' },
      published: 0,
      bar: { statistic: 'highest', relation: '<=', value: 1e-8 },
      reason: 'A perfect network converges exponentially; 0.1 mV per output is four orders below the error under bias.',
    },
    {
      id: 'span',
      quantity: 'Largest D from 0.2 ms to 1 s',
      unit: 'V',
      source: { source: 'dillavou2025', place: 'Experimental results' },
      published: 0,
      bar: { statistic: 'highest', relation: '<=', value: 1e-3 },
      reason: 'Under bias D is 0.2 V and more at 0.2 s; what is left here is the tail of the convergence.',
    },
  ],
  document: () => withPeriod(regressionTasks(0), regressionGroups, 0.2),
  run(seed, report) {
    const cycles = sweepPeriods(regressionTasks(0), regressionGroups, 'square', SWEEP, seed, report);
    return { error: Math.max(...cycles.map(({ error }) => error)), span: Math.max(...cycles.map(({ span }) => span)) };
  },
});
