import { quartiles } from '../math/statistics.ts';
import { cellAt, type SweepPlan } from './plan.ts';
import type { CellResult } from './result.ts';

/** The repeats of one point, one quantity. */
export interface Spread {
  /** How many repeats have this number. */
  readonly count: number;
  /** First quartile, median, third quartile; `null` where no repeat has the number. */
  readonly quartiles: readonly [number, number, number] | null;
}

/** One point of the grid: its cells so far, and the spread of every quantity over them. */
export interface PointSummary {
  readonly point: number;
  readonly done: number;
  readonly failed: number;
  /** In the order of the plan's quantities. */
  readonly spreads: readonly Spread[];
}

/** One point from those of the results that are its own. */
export function summariseCells(plan: SweepPlan, point: number, own: readonly CellResult[]): PointSummary {
  const done = own.filter((result) => result.status === 'done');
  const spreads = plan.quantities.map(({ name }): Spread => {
    const numbers = done.map(({ values }) => values[name] ?? null).filter((value) => value !== null);
    return { count: numbers.length, quartiles: numbers.length === 0 ? null : quartiles(numbers) };
  });
  return { point, done: done.length, failed: own.length - done.length, spreads };
}

/** Every point that has a cell with a result, ascending. */
export function summarise(plan: SweepPlan, results: readonly CellResult[]): PointSummary[] {
  const byPoint = new Map<number, CellResult[]>();
  for (const result of results) {
    const { point } = cellAt(plan, result.cell);
    byPoint.set(point, [...(byPoint.get(point) ?? []), result]);
  }
  return [...byPoint].sort(([a], [b]) => a - b).map(([point, own]) => summariseCells(plan, point, own));
}
