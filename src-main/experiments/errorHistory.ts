import type { Measurement } from '../machine/machine.ts';
import { median } from '../math/statistics.ts';

/** Measurements over which a run is called settled: the median of so many last ones is its error. */
const SETTLED_OVER = 100;

/** How an error history starts, where it comes lowest, and where it ends, V². */
export interface ErrorSummary {
  readonly initial: number;
  readonly lowest: number;
  readonly settled: number;
}

/** @param over  measurements over which the settled error is the median */
export function summarise(measurements: readonly Measurement[], over = SETTLED_OVER): ErrorSummary {
  const errors = measurements.map(({ error }) => error);
  return { initial: errors[0], lowest: Math.min(...errors), settled: median(errors.slice(-over)) };
}

/** An error below this is rounding, V². */
const ROUNDING = 1e-32;

/** Orders of magnitude from one error down to another. */
export function ordersBelow(initial: number, error: number): number {
  return Math.log10(initial / Math.max(error, ROUNDING));
}
