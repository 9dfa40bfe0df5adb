import type { DamageCurve, EdgeImportance } from '../../../shared/damage.ts';
import { formatQuantity } from '../../../shared/units.ts';

/** Without a goal, the task counts as still done while the error is below this many times what it was with every edge. */
export const stillDoneFactor = 10;

/** Median and quartiles over the draws, V²; `null` where the network is in pieces in that many of them. */
export interface CurvePoint {
  lost: number;
  low: number | null;
  median: number | null;
  high: number | null;
}

/** A curve over the number of edges lost, from the draws that are complete. */
export function summarise(rows: readonly (readonly (number | null)[])[]): CurvePoint[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, index) => {
    // A network in pieces is worse than any error.
    const errors = rows.map((row) => row[index] ?? Number.POSITIVE_INFINITY).toSorted((one, other) => one - other);
    const at = (fraction: number): number | null => {
      const value = errors[Math.min(Math.floor(fraction * errors.length), errors.length - 1)];
      return Number.isFinite(value) ? value : null;
    };
    return { lost: index + 1, low: at(0.25), median: at(0.5), high: at(0.75) };
  });
}

/**
 * The error up to which the task counts as still done, V²: the goal of the experiment, or some times the error at the start where there
 * is none, or where it was not reached yet.
 */
export function limitOf({ error, goal }: Pick<DamageCurve, 'error' | 'goal'>): number {
  const start = error ?? 0;
  return goal !== null && goal > start ? goal : stillDoneFactor * start;
}

/**
 * How many edges can be lost, one after the other from the first, before the median error is above the limit, V².
 *
 * @example bearable([{ lost: 1, median: 2e-5, … }, { lost: 2, median: 3e-3, … }], 1e-4) // => 1
 */
export function bearable(points: readonly CurvePoint[], limit: number): number {
  const broken = points.findIndex(({ median }) => median === null || median > limit);
  return broken < 0 ? points.length : broken;
}

/** The answer in words. */
export function describeCurve(curve: DamageCurve): string {
  if (curve.error === null || curve.relearned.length === 0) return '';
  const [learning, frozen] = [curve.relearned, curve.frozen].map((rows) => bearable(summarise(rows), limitOf(curve)));
  const edges = (count: number): string => (count === 1 ? '1 edge' : `${count} edges`);
  return `Half of the orders keep the error below ${limitText(curve)} for ${edges(learning)} lost while the network goes on learning, for ${edges(frozen)} with learning frozen.`;
}

/** The limit in words: "the goal of 3.8×10⁻⁵ V²". */
export function limitText(curve: Pick<DamageCurve, 'error' | 'goal'>): string {
  const isGoal = curve.goal !== null && limitOf(curve) === curve.goal;
  return isGoal ? `the goal of ${formatQuantity(curve.goal, 'V²', 2)}` : `${stillDoneFactor} times its start`;
}

/** One line of the ranking. */
export interface Rank {
  edge: number;
  /** By which factor the error grows without it. */
  growth: number;
}

/** The edges by importance, the most important first; those without a stated error are left out. */
export function rankEdges({ error, errors }: EdgeImportance): Rank[] {
  if (error === null || error <= 0) return [];
  return errors
    .flatMap((after, edge) => (after === null ? [] : [{ edge, growth: after / error }]))
    .toSorted((one, other) => other.growth - one.growth);
}
