import { describe, expect, test } from 'vitest';
import { jointError } from '../../../src-main/analysis/taskErrors.ts';
import { alternatingTraining, settleCycle } from '../../../src-main/analysis/limitCycle.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { Trainer } from '../../../src-main/learning/trainer.ts';
import type { Measurement } from '../../../src-main/machine/machine.ts';
import { cellAt, workOf } from '../../../src-main/sweeps/plan.ts';
import { reductions } from '../../../src-main/sweeps/reductions/index.ts';
import type { Reduction } from '../../../src-main/sweeps/reductions/reduction.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { planOf, runAll } from './support.ts';

/** What a reduction makes of a history of errors, one measurement per step of 0.5 s. */
function reduce(kind: keyof typeof reductions, config: object, errors: readonly number[], accuracies: readonly number[] = []) {
  const document = kind === 'accuracy' ? tasks['iris'].build() : { ...tasks['divider'].build(), goal: { errorBelow: 0.1, over: 2 } };
  const watch = (reductions[kind] as Reduction).watch({ kind, ...config }, compileExperiment(document));
  errors.forEach((error, step) => {
    const empty = new Float64Array(0);
    watch.measured({
      step,
      time: step / 2,
      error,
      accuracy: accuracies[step] ?? null,
      outputs: empty,
      labels: empty,
    } satisfies Measurement);
  });
  return watch.finish();
}

const falling = [8, 4, 1, 2, 0.5, 0.25, 0.375];

describe('what is made of a history', () => {
  test('finalError: the median of the last measurements', () => {
    expect(reduce('finalError', { over: 1 }, falling)).toEqual({ finalError: 0.375 });
    expect(reduce('finalError', { over: 3 }, falling)).toEqual({ finalError: 0.375 });
    expect(reduce('finalError', { over: 100 }, falling)).toEqual({ finalError: 1 });
  });

  test('lowestError: the first error, the lowest, and when it was', () => {
    expect(reduce('lowestError', {}, falling)).toEqual({ firstError: 8, lowestError: 0.25, lowestTime: 2.5 });
  });

  test('timeToThreshold: the first time at or below it; with stay, of the first row that is long enough', () => {
    const threshold = (config: object) => reduce('timeToThreshold', { measure: 'absolute', stay: 1, ...config }, falling);
    expect(threshold({ threshold: 1 })).toEqual({ timeToThreshold: 1, stepsToThreshold: 2 });
    expect(threshold({ threshold: 1, stay: 2 })).toEqual({ timeToThreshold: 2, stepsToThreshold: 4 });
    expect(threshold({ threshold: 0.125, measure: 'relative' })).toEqual({ timeToThreshold: 1, stepsToThreshold: 2 });
    expect(threshold({ threshold: 0.1 })).toEqual({ timeToThreshold: null, stepsToThreshold: null });
    expect(threshold({ threshold: 0.5, stay: 4 })).toEqual({ timeToThreshold: null, stepsToThreshold: null });
  });

  test('accuracy and goal', () => {
    expect(reduce('accuracy', { over: 3 }, [1, 1, 1, 1], [0, 0.5, 0.9, 0.8])).toEqual({ accuracy: 0.8 });
    expect(reduce('goal', {}, falling)).toEqual({ goal: 0 });
    expect(reduce('goal', {}, [...falling, 0.01, 0.02])).toEqual({ goal: 1 });
  });
});

test('cycle: E, D and drift are those of the analysis, bit for bit', async () => {
  const plan = await planOf({
    format: 'twinbench.sweep',
    version: 1,
    title: 'Cycle',
    base: { published: 'imperfection2025/alternatingRegression', changes: { steps: 4100, 'measure.every': 4100 } },
    axes: [{ name: 'period', parameters: ['schedule.period'], values: { kind: 'list', values: [40, 400] } }],
    repeats: 2,
    reductions: [{ kind: 'cycle' }],
  });
  const found = (await runAll(plan, [0, 1, 2, 3])).map((text) => JSON.parse(text).values);
  found.forEach((values, index) => {
    const { experiment } = workOf(plan, cellAt(plan, index));
    const period = index < 2 ? 40 : 400;
    const trainer = new Trainer(experiment);
    const system = alternatingTraining(trainer, period / 2, () => jointError(trainer, [0, 1], 'square'));
    const { error, span, drift } = settleCycle(system, 0, Math.floor(4100 / period));
    expect(values).toEqual({ cycleError: error, cycleSpan: span, cycleDrift: drift });
  });
  expect(found[0].cycleSpan).not.toBe(found[1].cycleSpan);
});
