import { inferencePower } from '../../analysis/power.ts';
import { randomStream } from '../../math/random.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { defineExperiment } from '../experiment.ts';
import { inSequence } from '../inSequence.ts';
import { watch } from './lattice.ts';
import { modeHalfTimes, regressionDocument, type Target } from './regressionTask.ts';

const SECONDS = 5;
const TASKS = 29;
/** A mode that starts smaller than this says nothing about the order, V. */
const VISIBLE = 0.02;

/** One of the tasks of Fig. 5, drawn by the seed: a and c from the published ranges, c > a, b one of two values. */
function drawTarget(seed: number): Target {
  const random = randomStream(seed, 'target');
  for (;;) {
    const a = 0.07 + 0.17 * random.uniform();
    const c = 0.13 + 0.17 * random.uniform();
    const b = random.below(2) === 0 ? 0.12 : 0.31;
    if (c > a) return { a, b, c };
  }
}

/** All of them, one after the other, each from the same gates. */
function allTasks(): ExperimentDocument {
  const tasks = Array.from({ length: TASKS }, (_, index) => {
    const target = drawTarget(index + 1);
    const volts = [target.a, target.b, target.c].map((voltage) => voltage.toFixed(2)).join(', ');
    return { ...regressionDocument(target, SECONDS), title: `Regression with a, b, c = ${volts} V` };
  });
  const words = {
    title: 'Twenty-nine regressions',
    description: 'Bent lines with eight points each; every one is learned from the same gates.',
  };
  return inSequence(tasks, words, true);
}

/** Fig. 5: 29 regression tasks; each seed is one of them. */
export const manyTasks = defineExperiment({
  spec: {
    kind: 'manyTasks',
    title: 'Twenty-nine regressions',
    doc: 'Twenty-nine bent lines, one per seed: the mean is learned before the slope, and the slope before the curvature.',
    reference: { source: 'dillavou2024', place: 'Fig. 5' },
    parameters: {},
  },
  seeds: TASKS,
  quickSeeds: 0,
  claims: [
    {
      id: 'meanBeforeSlope',
      quantity: 'Tasks whose mean error halves before the slope’s, where both start above 20 mV',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 5a' },
      published: 'consistent across tasks',
      bar: { statistic: 'fraction', relation: '>=', value: 0.85 },
      reason: 'Trajectories of the figure cross the diagonal in a few tasks too.',
      absent: 'leftOut',
    },
    {
      id: 'slopeBeforeCurvature',
      quantity: 'Tasks whose slope error halves before the curvature’s, where both start above 20 mV',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 5b' },
      published: 'consistent across tasks',
      bar: { statistic: 'fraction', relation: '>=', value: 0.8 },
      reason: 'Curvature starts small, so that about half of the tasks count; in a few of them it overshoots early.',
      absent: 'leftOut',
    },
    {
      id: 'power',
      quantity: 'Power turned into heat by inference',
      unit: 'W',
      source: { source: 'dillavou2024', place: 'Appendix D' },
      published: 345e-6,
      bar: { statistic: 'median', relation: 'between', value: [250e-6, 450e-6] },
      reason: 'The paper’s own spread over its tasks is 72 µW; its nodes are not ours.',
    },
  ],
  document: allTasks,
  run(seed, report) {
    const run = watch(regressionDocument(drawTarget(seed), SECONDS), seed, 10, report);
    const { start, half } = modeHalfTimes(run);
    const isBefore = (mode: number): number | null => {
      if (start[mode] < VISIBLE || start[mode + 1] < VISIBLE) return null;
      return (half[mode] ?? Infinity) < (half[mode + 1] ?? Infinity) ? 1 : 0;
    };
    return { meanBeforeSlope: isBefore(0), slopeBeforeCurvature: isBefore(1), power: inferencePower(run.trainer) };
  },
});
