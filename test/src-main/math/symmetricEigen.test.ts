import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src-main/math/random.ts';
import { diagonalise } from '../../../src-main/math/symmetricEigen.ts';

function randomSymmetric(count: number, seed: number): Float64Array {
  const random = randomStream(seed, 'matrix');
  const matrix = new Float64Array(count * count);
  for (let row = 0; row < count; row++)
    for (let column = 0; column <= row; column++) {
      matrix[row * count + column] = matrix[column * count + row] = random.normal();
    }
  return matrix;
}

/** Largest first. */
function symmetricEigenvalues(matrix: Float64Array, count: number): Float64Array {
  diagonalise(matrix, count, new Float64Array(count * count));
  return Float64Array.from({ length: count }, (_, index) => matrix[index * count + index]).sort((a, b) => b - a);
}

describe('symmetric eigenvalues', () => {
  it('of a chain: 2 − 2·cos(kπ/(n + 1))', () => {
    const count = 12;
    const matrix = new Float64Array(count * count);
    for (let index = 0; index < count; index++) {
      matrix[index * count + index] = 2;
      if (index > 0) matrix[index * count + index - 1] = matrix[(index - 1) * count + index] = -1;
    }
    symmetricEigenvalues(matrix, count).forEach((value, index) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((count - index) * Math.PI) / (count + 1)), 13);
    });
  });

  it.each([1, 2, 5, 30])('and vectors make the matrix again: %i rows', (count) => {
    const matrix = randomSymmetric(count, count);
    const diagonal = Float64Array.from(matrix);
    const vectors = new Float64Array(count * count);
    diagonalise(diagonal, count, vectors);
    for (let row = 0; row < count; row++)
      for (let column = 0; column < count; column++) {
        let entry = 0;
        let product = 0;
        for (let mode = 0; mode < count; mode++) {
          entry += vectors[row * count + mode] * diagonal[mode * count + mode] * vectors[column * count + mode];
          product += vectors[mode * count + row] * vectors[mode * count + column];
        }
        expect(Math.abs(entry - matrix[row * count + column])).toBeLessThan(1e-13 * count);
        expect(Math.abs(product - (row === column ? 1 : 0))).toBeLessThan(1e-13 * count);
      }
  });

  it('of a zero matrix and of equal eigenvalues', () => {
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    expect([...symmetricEigenvalues(Float64Array.of(3, 0, 0, 3), 2)]).toEqual([3, 3]);
  });

  it('refuses entries that are not finite', () => {
    expect(() => symmetricEigenvalues(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toThrow('not finite');
  });
});
