import { describe, expect, it } from 'vitest';
import { contrastiveHessian, gradientOverlap, spectrum } from '../../../src-main/analysis/contrastiveHessian.ts';
import { nearestSolution } from '../../../src-main/analysis/solution.ts';
import { dividerTrainer, randomTrainer } from './networks.ts';

describe('the contrastive Hessian', () => {
  it('of a solved divider is 2η·w·wᵀ/Σk with w the drops away from the output', () => {
    const [top, output, nudge] = [2, 0.5, 0.3];
    const trainer = dividerTrainer([top], [output], nudge);
    // Conductances 1 and 3 S put O at a quarter of the input.
    const matrix = contrastiveHessian(trainer, [1, 3], [0]);
    const away = [top - output, -output];
    // Central differences of 1e-5 leave 1e-10 of curvature and 1e-11 of rounding.
    away.forEach((row, i) => away.forEach((column, j) => expect(matrix.get(i, j)).toBeCloseTo((2 * nudge * row * column) / 4, 8)));
  });

  it('has one positive eigenvalue per datapoint and is flat otherwise', () => {
    const values = spectrum(contrastiveHessian(dividerTrainer([2], [0.5]), [1, 3], [0]));
    expect(values[0]).toBeCloseTo(0, 8);
    expect(values[1]).toBeCloseTo((1.5 ** 2 + 0.5 ** 2) / 4, 8);
  });

  it.each([1, 2, 3])('of a linear network at a solution is symmetric and positive semi-definite (network %i)', (seed) => {
    const trainer = randomTrainer(seed, 0.5);
    const solution = nearestSolution(trainer, trainer.twin.bank.states, [0]);
    const matrix = contrastiveHessian(trainer, solution, [0]);
    const size = Math.max(...matrix.to1DArray().map(Math.abs));
    expect(matrix.clone().sub(matrix.transpose()).abs().max() / size).toBeLessThan(1e-6);
    const values = spectrum(matrix);
    expect(values[0] / size).toBeGreaterThan(-1e-6);
    expect(values.filter((value) => value > 1e-6 * size)).toHaveLength(1);
  });
});

describe('the overlap with gradient descent', () => {
  it.each([1, 2, 3, 4])('is 1 for a small nudge on a linear network with one output (network %i)', (seed) => {
    const trainer = randomTrainer(seed, 1e-4);
    // What is left is of the order of the nudge; its square enters the cosine.
    expect(gradientOverlap(trainer, trainer.twin.bank.states)).toBeGreaterThan(1 - 1e-5);
  });

  it('is less for the largest nudge, and still downhill', () => {
    const trainer = randomTrainer(1, 1);
    const overlap = gradientOverlap(trainer, trainer.twin.bank.states);
    expect(overlap).toBeGreaterThan(0.5);
    expect(overlap).toBeLessThan(1 - 1e-5);
  });
});
