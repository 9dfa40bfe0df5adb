import { median } from '../../src-main/math/statistics.ts';
import type { SimulatedMachine } from '../../src-main/machine/simulated.ts';

/** Steps that the divider holds each target. */
export const HOLD = 100;
/** Near enough, V. */
const NEAR = 0.05;

export interface DividerRun {
  /** Steps from each move of the target until the output is within 50 mV of it; Infinity if never. */
  readonly settling: number[];
  /** Median distance over the second half of each hold, V. */
  readonly distances: number[];
}

/** Runs the targets of Fig. 2 of 2022 once. */
export function runDivider(machine: SimulatedMachine, targets = 4): DividerRun {
  const distances: number[] = [];
  machine.onMeasurement(({ error }) => distances.push(Math.sqrt(error)));
  machine.advance(HOLD * targets);
  const holds = Array.from({ length: targets }, (_, target) => distances.slice(target * HOLD, (target + 1) * HOLD));
  return {
    settling: holds.map((hold) => {
      const step = hold.findIndex((distance) => distance < NEAR);
      return step < 0 ? Infinity : step + 1;
    }),
    distances: holds.map((hold) => median(hold.slice(HOLD / 2))),
  };
}
