import { describe, expect, it } from 'vitest';
import { errorsAt, nearestSolution, outputGradients } from '../../../src-main/analysis/solution.ts';
import { dividerTrainer, randomTrainer } from './networks.ts';

describe('solutions', () => {
  it('have gradients in closed form: ∂O/∂k₁ = V·k₂/(k₁ + k₂)²', () => {
    const gradients = outputGradients(dividerTrainer([2], [0.5]), [1, 3], [0]);
    expect(gradients.get(0, 0)).toBeCloseTo((2 * 3) / 16, 7);
    expect(gradients.get(0, 1)).toBeCloseTo((-2 * 1) / 16, 7);
  });

  it.each([1, 2, 3])('of both datapoints at once are found, and the run is left alone (network %i)', (seed) => {
    const trainer = randomTrainer(seed, 0.5);
    const before = Float64Array.from(trainer.twin.bank.states);
    const solution = nearestSolution(trainer, before, [0]);
    expect(Math.abs(errorsAt(trainer, solution, [0])[0])).toBeLessThan(1e-12);
    expect(trainer.twin.bank.states).toEqual(before);
  });

  it('near a state are reached by the shortest way: the move is along the gradient', () => {
    const trainer = dividerTrainer([2], [1.001]);
    const solution = nearestSolution(trainer, [1, 1], [0]);
    // O = 2·k₁/(k₁ + k₂): at k₁ = k₂ the gradient is along (1, −1).
    expect((solution[0] - 1) / (solution[1] - 1)).toBeCloseTo(-1, 2);
  });

  it('that do not exist are not invented', () => {
    // 1.5 V out of 1 V would take a negative conductance; two labels for one input contradict each other.
    expect(() => nearestSolution(dividerTrainer([1], [1.5]), [1, 1], [0])).toThrow('beyond the rails');
    expect(() => nearestSolution(dividerTrainer([1, 1], [0.4, 0.6]), [1, 1], [0, 1])).toThrow('no state was found');
  });
});
