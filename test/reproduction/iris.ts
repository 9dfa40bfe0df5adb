import { median } from '../../src-main/math/statistics.ts';
import type { SimulatedMachine } from '../../src-main/machine/simulated.ts';

export interface IrisRun {
  /** Fraction of the test set classified correctly: before training, as the median of the last 30 steps, and at best. */
  readonly untrained: number;
  readonly settled: number;
  readonly best: number;
}

export function runIris(machine: SimulatedMachine, steps = 600): IrisRun {
  const untrained = machine.measure('test').accuracy ?? Number.NaN;
  const accuracies: number[] = [];
  machine.onMeasurement(({ accuracy }) => accuracies.push(accuracy ?? Number.NaN));
  machine.advance(steps);
  return { untrained, settled: median(accuracies.slice(-30)), best: Math.max(...accuracies) };
}
