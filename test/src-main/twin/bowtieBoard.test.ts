import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linearCycle, linearTrajectory } from '../../../src-main/analysis/linearTheory.ts';
import { withStates } from '../../../src-main/analysis/probe.ts';
import { jointError } from '../../../src-main/analysis/taskErrors.ts';
import { bowtieCases } from '../../../src-main/experiments/imperfection2025/bowtie.ts';
import { bowtieTrainer, groupsOf, linearise } from '../../../src-main/experiments/imperfection2025/bowtieCycle.ts';
import { BowtieBoard, fitBowtie, fromOtherTask } from '../../../src-main/twin/bowtieBoard.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/hardware/gen2-2plus1');
const isThere = existsSync(folder);
if (!isThere) console.info(`skipped: there are no measured boards in ${folder}`);

const rowsOf = (file: string): number[][] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));

/** Gates along a measured limit cycle, V. */
function measuredCycle(experiment: number, period: string): [number, number][] {
  const [first, second] = rowsOf(`bowtie-exp${experiment}-${period}s.csv`);
  return fromOtherTask(first.map((gate, index): [number, number] => [gate, second[index]]));
}

describe.skipIf(!isThere).each([
  [1, 'steep', 0.14],
  [2, 'shallow', 0.18],
] as const)('the measured 2 + 1-edge board, experiment %d, calibrated on its cycle of 80 ms', (experiment, name, label) => {
  const tasks = { inputs: [0.4351, 0.0181], labels: [0.31, label], low: 0.0181, high: 0.4351 } as const;
  const bowtie = bowtieCases[name];
  const fitted = isThere ? measuredCycle(experiment, '0.08') : [];
  const vector = isThere ? fitBowtie(tasks, 0.08, fitted, bowtie.bias) : [];
  const board = new BowtieBoard(tasks, vector);
  const [alpha, beta] = linearise(bowtie, true);
  const trainer = bowtieTrainer(bowtie);

  test.each(['0.02', '0.2'])('the cycle of %s s, which it did not see, is nearer than the linear theory’s', (period) => {
    const data = measuredCycle(experiment, period);
    const tau = Number(period);
    const twin = board.path(tau, board.cycle(tau, data[0]).start, 30);
    const theory = linearCycle(alpha, beta, bowtie.bias, tau);
    const times = Array.from({ length: 31 }, (_, index) => ((index / 30) * tau) / 2);
    const linear = [
      ...linearTrajectory(alpha, bowtie.bias, theory.start, times).slice(0, 30),
      ...linearTrajectory(beta, bowtie.bias, theory.middle, times),
    ];
    const distance = (path: readonly (readonly number[])[]): number =>
      Math.sqrt(
        path.reduce((sum, [first, second], index) => sum + (first - data[index][0]) ** 2 + (second - data[index][1]) ** 2, 0) / data.length,
      );
    console.info(`experiment ${experiment}, ${period} s: twin ${distance(twin).toFixed(3)} V, linear ${distance(linear).toFixed(3)} V`);
    // Reached: a third of it at most.
    expect(distance(twin)).toBeLessThan(0.4 * distance(linear));
  });

  test('its parameters are those of such a board', () => {
    const [rate, first, second, ...others] = vector;
    // Twice the nominal rate (Appendix C), thresholds of the data sheet, 0.4 to 1 V, and about 1 kΩ.
    expect(rate).toBeGreaterThan(2000);
    expect(rate).toBeLessThan(3700);
    for (const threshold of others.slice(0, 2)) expect(Math.abs(threshold - 0.7)).toBeLessThan(0.3);
    expect(Math.abs(others[2] - 1)).toBeLessThan(0.5);
    // Bias as measured along the solutions, where it depends on the state a little (Appendix E).
    expect(Math.hypot(first - bowtie.bias[0], second - bowtie.bias[1])).toBeLessThan(2.5);
  });

  test('D(τ) and E(τ) are nearer than the linear theory’s', () => {
    // The fitted cycle is not judged.
    const judged = (file: string): number[][] => rowsOf(file).filter(([period]) => Math.abs(period / 0.08 - 1) > 0.02);
    const [spans, errors] = [judged(`DG2-exp${experiment}.csv`), judged(`MSE-exp${experiment}.csv`)];
    const sums = { twinSpan: 0, linearSpan: 0, twinError: 0, linearError: 0 };
    spans.forEach(([period, span], index) => {
      const cycle = board.cycle(period, fitted[0]);
      const theory = linearCycle(alpha, beta, bowtie.bias, period);
      const errorAt = (states: readonly number[]): number =>
        withStates(trainer, [...states, 0], () => jointError(trainer, groupsOf(bowtie), 'square'));
      const error = errors[index][1];
      sums.twinSpan += Math.log10(cycle.squaredSpan / span) ** 2;
      sums.linearSpan += Math.log10(theory.span ** 2 / span) ** 2;
      sums.twinError += Math.log10(cycle.error / error) ** 2;
      sums.linearError += Math.log10((errorAt(theory.start) + errorAt(theory.middle)) / 2 / error) ** 2;
    });
    const decades = (sum: number): number => Math.sqrt(sum / spans.length);
    console.info(
      `experiment ${experiment}, decades: ${Object.entries(sums)
        .map(([key, sum]) => `${key} ${decades(sum).toFixed(3)}`)
        .join(', ')}`,
    );
    expect(sums.twinSpan).toBeLessThan(0.25 * sums.linearSpan);
    expect(sums.twinError).toBeLessThan(sums.linearError);
  });
});
