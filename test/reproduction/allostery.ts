import { median } from '../../src-main/math/statistics.ts';
import type { SimulatedMachine } from '../../src-main/machine/simulated.ts';

export interface AllosteryRun {
  /** Orders of magnitude that the squared error lost, at its lowest and as the median of the last 100 steps. */
  readonly lowest: number;
  readonly settled: number;
}

export function runAllostery(machine: SimulatedMachine): AllosteryRun {
  const first = machine.measure('training').error;
  const errors: number[] = [];
  machine.onMeasurement(({ error }) => errors.push(error));
  machine.advance(500);
  return { lowest: Math.log10(first / Math.min(...errors)), settled: Math.log10(first / median(errors.slice(-100))) };
}
