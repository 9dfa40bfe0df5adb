import { scaleOf } from './linearRegression.ts';

/** The change of one gate from one reading to the next. */
export interface GateChange {
  /** What each number of the fit makes of it, [number]. */
  readonly row: readonly number[];
  /** V. */
  readonly change: number;
  /** What it is uncertain by beside the two readings, V. */
  readonly spread: number;
  /** s. */
  readonly duration: number;
  /** Whether it begins with the reading that the one before ended with. */
  readonly isNext: boolean;
}

/** A change with what a fit misses of it, V. */
export interface GateMiss extends GateChange {
  readonly missed: number;
}

/** A gate is read no better than this, V: means of some readings of the measured boards. */
export const LEAST_READING = 0.7e-3;

export function missOf(change: GateChange, numbers: readonly number[]): GateMiss {
  return { ...change, missed: change.row.reduce((sum, value, index) => sum - value * numbers[index], change.change) };
}

/**
 * Changes that follow each other share a reading: what it was too high in one it is too low in the next. The covariance of their errors is
 * tridiagonal, 2σ² + spread² and −σ² beside it, and its Cholesky factor, which has two diagonals, makes of them numbers of unit variance
 * that are independent. So a path of many readings tells its rate by its two ends, and not only step by step.
 *
 * @param reading  σ, of one reading, V
 * @cost changes × numbers
 */
export function whitened(changes: readonly GateChange[], reading: number): { rows: number[][]; ordinates: number[] } {
  const [rows, ordinates]: [number[][], number[]] = [[], []];
  let diagonal = 0;
  changes.forEach(({ row, change, spread, isNext }, index) => {
    const beside = isNext && index > 0 ? -(reading ** 2) / diagonal : 0;
    diagonal = Math.sqrt(2 * reading ** 2 + spread ** 2 - beside ** 2);
    ordinates.push((change - (beside === 0 ? 0 : beside * ordinates[index - 1])) / diagonal);
    rows.push(row.map((value, number) => (value - (beside === 0 ? 0 : beside * rows[index - 1][number])) / diagonal));
  });
  return { rows, ordinates };
}

/**
 * The standard deviation of one reading, V: the error of the reading between two changes is in both and not in their sum, so that
 * σ² = s₁² − s₂²/2 with s₁ the scatter of what is missed of one and s₂ of the sum of two that follow each other. By the shorter half of
 * them, in which the least comes from rates.
 *
 * @param misses  [edge][change]
 */
export function readingOf(misses: readonly (readonly GateMiss[])[]): number {
  const pairs = misses.flatMap((own) => own.flatMap((miss, index) => (miss.isNext && index > 0 ? [[own[index - 1], miss] as const] : [])));
  pairs.sort(([a, b], [c, d]) => a.duration + b.duration - c.duration - d.duration);
  const short = pairs.slice(0, Math.ceil(pairs.length / 2));
  const one = scaleOf(short.flatMap(([a, b]) => [a.missed, b.missed]));
  const two = scaleOf(short.map(([a, b]) => a.missed + b.missed));
  return Math.sqrt(Math.max(one ** 2 - 0.5 * two ** 2, LEAST_READING ** 2));
}
