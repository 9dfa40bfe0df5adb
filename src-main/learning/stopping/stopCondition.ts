import type { ConfigOf, Spec } from '../../../shared/spec.ts';

/** What a condition is told of every measurement of the program. */
export interface Moment {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  /** As the bench shows it, V²; NaN where an output floats. */
  readonly error: number;
}

/** One condition in the course of one run. */
export interface StopCourse {
  /** Takes the next measurement in; answers whether the condition holds there. Allocates nothing. */
  holds(moment: Moment): boolean;
  /** The network or the task is another from here on: what was seen before counts no more. */
  begin(): void;
  /** What it has seen, as plain data for a checkpoint. */
  save(): number[];
  load(saved: readonly number[]): void;
}

/** A condition on which a run stops. */
export interface StopCondition<S extends Spec = Spec> {
  readonly spec: S;
  /** What it waits for, in words that go on after "Stopped: ". */
  words(config: ConfigOf<S>): string;
  create(config: ConfigOf<S>): StopCourse;
}

export function defineStopCondition<const S extends Spec>(condition: StopCondition<S>): StopCondition<S> {
  return condition;
}

/** The course of a condition that remembers nothing: what it says depends on the moment alone. */
export function momentary(holds: (moment: Moment) => boolean): StopCourse {
  return { holds, begin: () => undefined, save: () => [], load: () => undefined };
}

/** Whether a learning time has come, s. Times are sums of steps, so that the last digit may be missing. */
export function hasCome(time: number, due: number): boolean {
  return time >= due * (1 - 1e-12);
}
