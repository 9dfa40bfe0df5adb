import { ProblemError } from '../../shared/problem.ts';
import type { StopCondition } from '../../shared/stop.ts';
import { stopSchema, type StopConfig } from '../learning/experiment/document.ts';
import type { Machine } from '../machine/machine.ts';
import { requireCapability } from './problems.ts';
import type { Parameters } from './undoStack.ts';

/** Tells a machine those of its parameters that change. @throws ProblemError where it can't change one of them */
export async function changeParameters(
  machine: Machine,
  wanted: Omit<Parameters, 'stop'>,
  present: Omit<Parameters, 'stop'>,
): Promise<void> {
  if (wanted.nudge !== present.nudge) {
    requireCapability(machine, 'setNudge');
    await machine.setNudge(wanted.nudge);
  }
  if (wanted.stepTime !== present.stepTime) {
    requireCapability(machine, 'setStepTime');
    await machine.setStepTime(wanted.stepTime);
  }
}

/** Conditions as a screen gives them. @throws ProblemError E-USAGE  what is wrong with the first that is not right; none is taken then */
export function checkStop(stop: readonly StopCondition[]): StopConfig[] {
  const result = stopSchema.safeParse(stop);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  const [index, ...names] = path.map(String);
  throw new ProblemError({
    code: 'E-USAGE',
    what: 'The stop conditions were left as they are',
    where: ['run.parameters: stop', String(stop[Number(index)]?.['kind'] ?? ''), ...names].filter((part) => part !== '').join(', '),
    why: message,
    remedy: 'F1 in the section “Stop” tells the range of each number.',
  });
}
