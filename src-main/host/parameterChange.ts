import type { Machine } from '../machine/machine.ts';
import { requireCapability } from './problems.ts';
import type { Parameters } from './undoStack.ts';

/** Tells a machine those of its parameters that change. @throws ProblemError where it can't change one of them */
export async function changeParameters(machine: Machine, wanted: Parameters, present: Parameters): Promise<void> {
  if (wanted.nudge !== present.nudge) {
    requireCapability(machine, 'setNudge');
    await machine.setNudge(wanted.nudge);
  }
  if (wanted.stepTime !== present.stepTime) {
    requireCapability(machine, 'setStepTime');
    await machine.setStepTime(wanted.stepTime);
  }
}
