import { Matrix } from 'ml-matrix';
import { invertPositive } from './levenbergMarquardt.ts';

export interface Regression {
  readonly coefficients: number[];
  /** Of the coefficients, [coefficient × coefficient]. */
  readonly covariance: Matrix;
  /** Scale of the residuals: 1.4826 times the median of their absolute values, in the unit of the ordinate. */
  readonly scatter: number;
}

export interface Prior {
  readonly mean: readonly number[];
  readonly spread: readonly number[];
}

/** Residuals beyond this many times the scatter count linearly (Huber 1964: 95 % efficient under normal noise). */
const HUBER = 1.345;
const ROUNDS = 20;

/**
 * y ≈ X·c with Huber's loss, by iterated weights.
 *
 * @param rows   X, [row][coefficient]
 * @param noise  σ of each ordinate where it is known; equal otherwise
 * @cost rounds × rows × coefficients²
 */
export function regress(
  rows: readonly (readonly number[])[],
  ordinates: readonly number[],
  prior: Prior | null = null,
  noise: readonly number[] | null = null,
): Regression {
  const width = rows[0]?.length ?? prior?.mean.length ?? 0;
  let coefficients = prior === null ? new Array<number>(width).fill(0) : [...prior.mean];
  let scatter = 0;
  let covariance = Matrix.eye(width);
  for (let round = 0; round < ROUNDS; round++) {
    const residuals = rows.map((row, index) => (ordinates[index] - dot(row, coefficients)) / (noise?.[index] ?? 1));
    scatter = round === 0 ? Infinity : scaleOf(residuals);
    const normal = Matrix.zeros(width, width);
    const right = new Array<number>(width).fill(0);
    rows.forEach((row, index) => {
      const size = Math.abs(residuals[index]);
      const weight = (size <= HUBER * scatter ? 1 : (HUBER * scatter) / size) / (noise?.[index] ?? 1) ** 2;
      for (let i = 0; i < width; i++) {
        right[i] += weight * row[i] * ordinates[index];
        for (let j = i; j < width; j++) {
          normal.set(i, j, normal.get(i, j) + weight * row[i] * row[j]);
          normal.set(j, i, normal.get(i, j));
        }
      }
    });
    // Without known noise the prior is weighed against the scatter that the data show.
    const unit = noise !== null || !Number.isFinite(scatter) ? 1 : scatter ** 2;
    prior?.mean.forEach((mean, index) => {
      const weight = unit / prior.spread[index] ** 2;
      normal.set(index, index, normal.get(index, index) + weight);
      right[index] += weight * mean;
    });
    const inverse = invertPositive(normal);
    const next = inverse.mmul(Matrix.columnVector(right)).to1DArray();
    const moved = Math.max(...next.map((value, index) => Math.abs(value - coefficients[index]) / (Math.abs(value) + 1e-12)));
    coefficients = next;
    covariance = inverse.mul(noise !== null ? Math.max(1, scaleOf(residuals) ** 2) : scaleOf(residuals) ** 2);
    if (round > 1 && moved < 1e-6) break;
  }
  return { coefficients, covariance, scatter };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

/** 1.4826·median|r|: σ of a normal sample, unmoved by outliers. */
export function scaleOf(residuals: readonly number[]): number {
  const sizes = residuals.map(Math.abs).sort((a, b) => a - b);
  return 1.4826 * (sizes[Math.floor(sizes.length / 2)] ?? 0);
}
