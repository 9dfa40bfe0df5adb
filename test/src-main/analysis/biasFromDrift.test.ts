import { describe, expect, it } from 'vitest';
import { biasFromDrifts } from '../../../src-main/analysis/biasFromDrift.ts';

/** The drift N·B along a direction. */
function drift(direction: number[], bias: readonly number[]) {
  const square = direction.reduce((sum, value) => sum + value * value, 0);
  const amount = direction.reduce((sum, value, edge) => sum + value * bias[edge], 0) / square;
  return { direction, velocity: direction.map((value) => value * amount) };
}

describe('bias from drifts', () => {
  it('is recovered from two lines, whichever way and however long their directions are', () => {
    const bias = [2.97, 4.41];
    const [first, second] = biasFromDrifts([drift([1, 2], bias), drift([-30, -10], bias)]);
    expect(first).toBeCloseTo(bias[0], 12);
    expect(second).toBeCloseTo(bias[1], 12);
  });

  it('is fitted where there are more lines than edges', () => {
    const bias = [-1.79, 0.68];
    const [first, second] = biasFromDrifts([drift([1, 2], bias), drift([3, 1], bias), drift([1, -1], bias)]);
    expect(first).toBeCloseTo(bias[0], 12);
    expect(second).toBeCloseTo(bias[1], 12);
  });

  it('is not made up where the lines are parallel', () => {
    expect(() => biasFromDrifts([drift([1, 2], [1, 1]), drift([2, 4], [1, 1])])).toThrow();
  });
});
