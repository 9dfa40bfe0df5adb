import { median } from '../math/statistics.ts';
import type { ExperimentDocument } from './experiment/document.ts';

export type Goal = NonNullable<ExperimentDocument['goal']>;

/** What is judged of a measurement: its error, V², and the fraction that it finds right, where there are classes. */
export interface Judged {
  readonly error: number;
  readonly accuracy: number | null;
}

/**
 * Whether a run has reached its goal: the median of its last `goal.over` measurements (of all, where there are fewer) lies on the
 * right side. An undetermined error (NaN) never does, and a run without a measurement has reached nothing.
 */
export function hasReached(goal: Goal, measurements: readonly Judged[]): boolean {
  const last = measurements.slice(-goal.over);
  if (last.length === 0) return false;
  // An undetermined error counts as the worst of all; infinity would make the median of the others undetermined too.
  const errors = last.map(({ error }) => (Number.isNaN(error) ? Number.MAX_VALUE : error));
  if (goal.errorBelow !== undefined && median(errors) >= goal.errorBelow) return false;
  return goal.accuracyAtLeast === undefined || median(last.map(({ accuracy }) => accuracy ?? 0)) >= goal.accuracyAtLeast;
}
