import { describe, expect, it } from 'vitest';
import { errorModes, projectErrors } from '../../../src-main/analysis/errorModes.ts';

const inputs = Float64Array.of(-0.4, -0.1, 0, 0.2, 0.45);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index], 0);

describe('error modes', () => {
  it('are orthonormal, by rising power', () => {
    const modes = errorModes([inputs], 3);
    expect(modes.map(({ name }) => name)).toEqual(['0', '1', '2', '3']);
    modes.forEach((first, i) =>
      modes.forEach((second, j) => expect(dot(first.direction, second.direction)).toBeCloseTo(i === j ? 1 : 0, 14)),
    );
  });

  it('of two inputs are those of a truth table: mean, two slopes, checkerboard', () => {
    const modes = errorModes([Float64Array.of(0, 0, 1, 1), Float64Array.of(0, 1, 0, 1)], 1);
    expect(modes.map(({ name }) => name)).toEqual(['00', '10', '01', '11']);
    expect(modes.map(({ direction }) => [...direction].map((value) => Math.round(2e9 * value) / 1e9))).toEqual([
      [1, 1, 1, 1],
      [-1, -1, 1, 1],
      [-1, 1, -1, 1],
      [1, -1, -1, 1],
    ]);
  });

  it('leave out powers that the points can not tell apart', () => {
    expect(errorModes([Float64Array.of(1, 2)], 3).map(({ name }) => name)).toEqual(['0', '1']);
    expect(errorModes([Float64Array.of(0, 0, 1, 1), Float64Array.of(0, 1, 0, 1)], 2)).toHaveLength(4);
  });

  it('carry the whole error: the squares of its projections add up to its own', () => {
    const modes = errorModes([inputs], 4);
    const errors = Float64Array.of(0.1, -0.2, 0.05, 0.3, -0.07);
    const sum = projectErrors(modes, errors).reduce((total, amount) => total + amount ** 2, 0);
    expect(sum).toBeCloseTo(dot(errors, errors), 14);
  });

  it('see a straight line in the first two alone, with its sign', () => {
    const [mean, slope, curvature] = projectErrors(
      errorModes([inputs], 2),
      inputs.map((input) => 0.2 - 0.5 * input),
    );
    expect(mean).toBeGreaterThan(0);
    expect(slope).toBeLessThan(0);
    expect(curvature).toBeCloseTo(0, 14);
  });
});
