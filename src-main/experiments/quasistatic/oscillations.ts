import { defineExperiment } from '../experiment.ts';
import { allosteryDraw } from './allosteryDraw.ts';
import { drawnTask, exponentOf, trainAll } from './passage.ts';

const SOURCES = 10;
const RATES = [0.01, 0.1, 0.3, 1, 3, 10, 30, 100, 1000];
const QUIET = 0.1;
const LOUD = 10;
/** Ringing: the error rises again by this factor. */
const REBOUND = 1.05;

/** Fig. 3a: where the error begins to oscillate, and how fast. */
export const oscillations = defineExperiment({
  spec: {
    kind: 'oscillations',
    title: 'Oscillating errors',
    doc: 'Beyond a scaled learning rate R of about 1 the error oscillates, the faster the larger R.',
    reference: { source: 'stern2022', place: 'Fig. 3a' },
    parameters: {},
  },
  seeds: 20,
  quickSeeds: 6,
  claims: [
    {
      id: 'quietWhenSlow',
      quantity: 'Draws whose error never rises again by 5 % at R = 0.1 and below',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 3a' },
      published: 'no oscillation below the critical rate',
      bar: { statistic: 'fraction', relation: '>=', value: 0.9 },
      reason: 'An overdamped mode may pass zero once, so that among three targets the sum of squares can rise a little in a rare draw.',
    },
    {
      id: 'ringsWhenFast',
      quantity: 'Draws whose error doubles again at R = 10',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 2a, Fig. 3a' },
      published: 'oscillations strengthen',
      bar: { statistic: 'fraction', relation: '>=', value: 0.6 },
      reason: 'Most draws, as in an independent simulation.',
    },
    {
      id: 'criticalRate',
      quantity: 'Lowest R at which the error rises again by 5 %',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 3a' },
      published: 1,
      bar: { statistic: 'median', relation: 'between', value: [0.3, 3] },
      reason: 'About 1 on a grid of half decades.',
    },
    {
      id: 'frequencyExponent',
      quantity: 'Exponent of the frequency of the first period of the targets against R, R = 10 to 1000',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 3a' },
      published: 0.5,
      bar: { statistic: 'median', relation: 'between', value: [0.35, 0.65] },
      reason:
        'Three targets ring at frequencies of their own, and drops change within a period; a quarter of the draws lie outside 0.4 to 0.6.',
      absent: 'leftOut',
    },
  ],
  document: () => allosteryDraw(1, SOURCES, 100),
  run(seed, report) {
    const task = drawnTask(seed, SOURCES);
    const passages = trainAll(task, RATES, report);
    const fast = passages.filter(({ rate, period }) => rate >= LOUD && period !== null);
    return {
      quietWhenSlow: Number(passages.every(({ rate, rebound }) => rate > QUIET || rebound < REBOUND)),
      ringsWhenFast: Number(passages[RATES.indexOf(LOUD)].rebound >= 2),
      criticalRate: passages.find(({ rebound }) => rebound >= REBOUND)?.rate ?? null,
      frequencyExponent: fast.length < 3 ? null : exponentOf(fast, ({ period }) => (period === null ? null : 1 / period)),
    };
  },
});
