import { describe, expect, it } from 'vitest';
import { conjugateGradients, krylovSpace, stabilisedGradients, type SparseLayout } from '../../../src-main/math/krylov.ts';

/** Hilbert's matrix, 1/(i + j + 1): positive definite, and ten times worse conditioned with every third row. */
function hilbert(count: number): { layout: SparseLayout; values: Float64Array } {
  const starts = [0];
  const rows: number[] = [];
  const below: number[] = [];
  for (let column = 0; column < count; column++) {
    for (let row = column + 1; row < count; row++) {
      rows.push(row);
      below.push(1 / (row + column + 1));
    }
    starts.push(rows.length);
  }
  const diagonal = Array.from({ length: count }, (_, index) => 1 / (2 * index + 1));
  const layout = { count, starts: Int32Array.from(starts), rows: Int32Array.from(rows), lower: count, upper: count + rows.length };
  return { layout, values: Float64Array.of(...diagonal, ...below, ...below) };
}

/** |b − A·x|/|b|, Euclidean. */
function residualOf(count: number, solution: Float64Array, side: Float64Array): number {
  let residual = 0;
  let whole = 0;
  side.forEach((wanted, row) => {
    let sum = wanted;
    for (let column = 0; column < count; column++) sum -= solution[column] / (row + column + 1);
    residual += sum ** 2;
    whole += wanted ** 2;
  });
  return Math.sqrt(residual / whole);
}

describe.each([
  ['conjugate gradients', conjugateGradients, 14],
  ['stabilised biconjugate gradients', stabilisedGradients, 9],
] as const)('%s', (_title, solve, hard) => {
  const sideOf = (count: number): Float64Array => Float64Array.from({ length: count }, (_, index) => Math.sin(7.1 * index));

  it('solve a system that is not too hard', () => {
    const { layout, values } = hilbert(5);
    const solution = sideOf(5);
    expect(solve(layout, values, solution, 5, krylovSpace(5))).toBe(true);
    // Said to be below 1e-12; rounding of the true residual grows with the solution, some 1e3 here.
    expect(residualOf(5, solution, sideOf(5))).toBeLessThan(1e-11);
  });

  it('say so where rounding lets them get no further', () => {
    // A condition of 1e18 for 14 rows, 5e11 for 9: the residual stops falling between 1e-3 and 1e-12 of the right-hand side, or above.
    const { layout, values } = hilbert(hard);
    expect(solve(layout, values, sideOf(hard), hard, krylovSpace(hard))).toBe(false);
  });
});
