import { measureTable } from '../learning/measurement.ts';
import type { Trainer } from '../learning/trainer.ts';

/** How a datapoint counts: `square` by (L − O)² (Dillavou 2025, Eq. A1); `class` likewise, but not once it is beyond its label (Eq. A2). */
export type ErrorForm = 'square' | 'class';

/** Outputs and labels, V, [datapoint × output]. */
export interface MeasuredTable {
  readonly outputs: Float64Array;
  readonly labels: Float64Array;
}

/**
 * E_α, E_β … now: the mean error of the datapoints of each task, V², [task] (Dillavou 2025, Eq. A1 or A2).
 *
 * @param groups  task of each training datapoint, counted from 0 without gaps
 * @cost   one free solve per datapoint
 */
export function taskErrors(trainer: Trainer, groups: readonly number[], form: ErrorForm): number[] {
  return errorsByTask(measureTable(trainer, trainer.experiment.training), groups, form);
}

/** The same of a training set that was measured already. */
export function errorsByTask({ outputs, labels }: MeasuredTable, groups: readonly number[], form: ErrorForm): number[] {
  const width = labels.length / groups.length;
  const sums = new Array<number>(Math.max(...groups) + 1).fill(0);
  const counts = new Array<number>(sums.length).fill(0);
  groups.forEach((group, datapoint) => {
    counts[group]++;
    for (let index = datapoint * width; index < (datapoint + 1) * width; index++) {
      const error = labels[index] - outputs[index];
      // The step function of Eq. A2: an error with the sign of its label is a shortfall.
      if (form === 'square' || labels[index] * error > 0) sums[group] += error * error;
    }
  });
  return sums.map((sum, group) => sum / counts[group]);
}

/** E(t) = (E_α + E_β)/2, V²: the mean over the tasks, however many datapoints each of them has (Eq. A3). */
export function jointError(trainer: Trainer, groups: readonly number[], form: ErrorForm): number {
  return meanOverTasks(taskErrors(trainer, groups, form));
}

/** Every task counts the same. */
export function meanOverTasks(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
