import type { DamageKind } from '../../../shared/documents/network.ts';
import type { MachineState } from '../../machine/machine.ts';
import type { RawMeasurement } from './assembler.ts';
import type { BoardTask } from './boardTask.ts';
import { derivedConductances } from './conductances.ts';
import { rowOnBench } from './heldState.ts';

/**
 * The state of a board from what it has read; NaN where it has not.
 *
 * @param steps  done of this task: they tell which datapoint is shown
 */
export function measuredState(
  task: BoardTask,
  raw: RawMeasurement,
  steps: number,
  damage: (DamageKind | null)[],
): Omit<MachineState, 'step' | 'time' | 'isLearning'> {
  const { experiment, readings } = task;
  const { nodeCount, edgeCount } = experiment.network;
  const shown = task.shownAfter(steps);
  const row = rowOnBench(raw, shown.row) ?? shown.row;
  const unread = (count: number): Float64Array => new Float64Array(count).fill(Number.NaN);
  const freeVoltages = readings.voltages(raw, 'free', row) ?? unread(nodeCount);
  const states = readings.states(raw) ?? unread(edgeCount);
  return {
    datapoint: steps === 0 ? -1 : shown.datapoint,
    freeVoltages,
    clampedVoltages: readings.voltages(raw, 'clamped', row) ?? unread(nodeCount),
    states,
    conductances: derivedConductances(experiment, states, freeVoltages, damage),
    damage,
  };
}
