import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Random } from '../../math/random.ts';

/** Which datapoint is shown in training step `step` (0, 1, …). Called once per step, in order. */
export type Order = (step: number) => number;

/** A way to go through the training set. */
export interface Schedule<S extends Spec = Spec> {
  readonly spec: S;
  create(config: ConfigOf<S>, datapoints: number, random: Random): Order;
}

export function defineSchedule<const S extends Spec>(schedule: Schedule<S>): Schedule<S> {
  return schedule;
}
