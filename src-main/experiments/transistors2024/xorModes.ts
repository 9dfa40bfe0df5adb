import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { defineExperiment, type Figures } from '../experiment.ts';
import { measuredEvery, measuredRun, watch, type MeasuredRun } from './lattice.ts';
import { modeTimes, xorDocument } from './xorTask.ts';

const SECONDS = 3;

/** Fig. 3c: the modes of error fall in order, 00, then 10 and 01, then 11. */
export const xorModes = defineExperiment({
  spec: {
    kind: 'xorModes',
    title: 'XOR: modes of error in order',
    doc: 'The network first corrects its mean, then its slopes, and its one nonlinear mode last.',
    reference: { source: 'dillavou2024', place: 'Fig. 3c' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 0,
  claims: [
    {
      id: 'orderB',
      quantity: 'Seeds with the order 00, 10 and 01, 11 on placement B',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 3c' },
      published: 'consistently in order',
      bar: { statistic: 'fraction', relation: '>=', value: 0.8 },
      reason: 'A mode is dealt with when it is last above half of its largest value; where two fall together their order is chance.',
    },
    {
      id: 'orderC',
      quantity: 'Seeds with 11 as the last on placement C',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 3c' },
      published: 'consistently in order',
      bar: { statistic: 'fraction', relation: '>=', value: 0.8 },
      reason: 'On this placement the three linear modes fall within the same 0.1 s, so that only the last one is judged.',
    },
    {
      id: 'orderA',
      quantity: 'Seeds with the whole order on placement A',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 3c' },
      published: 'consistently in order',
      reason: 'Reported only.',
      note: 'On the placement that learns best, 10, 01 and 11 fall together with the gate floor at the threshold; at a floor of 1.0 V they fall in order.',
    },
  ],
  document: () => xorDocument('b'),
  run(seed, report) {
    return figuresOf(documents().map((document, part) => watch(document, seed, 50, (fraction) => report((part + fraction) / 3))));
  },
  measured: { documents, figures: (runs) => figuresOf(runs.map(measuredRun)) },
});

/** The placements b, a and c. */
function documents(): ExperimentDocument[] {
  return (['b', 'a', 'c'] as const).map((placement) => measuredEvery({ ...xorDocument(placement), steps: SECONDS * 10_000 }, 50));
}

function figuresOf(runs: readonly MeasuredRun[]): Figures<'orderB' | 'orderC' | 'orderA'> {
  const [b, a, [mean, first, second, last]] = runs.map(modeTimes);
  const isOrdered = ([mean, first, second, last]: number[]): number =>
    mean <= Math.min(first, second) && Math.max(first, second) <= last ? 1 : 0;
  return { orderB: isOrdered(b), orderC: Math.max(mean, first, second) <= last ? 1 : 0, orderA: isOrdered(a) };
}
