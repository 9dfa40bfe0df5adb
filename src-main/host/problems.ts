import { ProblemError } from '../../shared/problem.ts';
import type { Capability, Machine } from '../machine/machine.ts';

const abilities: Partial<Record<Capability, string>> = {
  freeze: 'freeze learning',
  damage: 'damage edges',
  setNudge: 'change the nudge',
  setStepTime: 'change the step time',
  checkpoint: 'try something out and take it back',
  respond: 'answer inputs of its own choice',
};

/** Refuses what a machine doesn't declare among its capabilities. */
export function requireCapability(machine: Machine, capability: Capability): void {
  if (machine.capabilities.has(capability)) return;
  throw new ProblemError({
    code: 'E-RUN-INVALID',
    what: `This machine can't ${abilities[capability] ?? capability}`,
    why: `${machine.identity.title} doesn't have the capability "${capability}".`,
    remedy: 'Load the experiment on a simulated machine.',
  });
}

/** Nothing left to damage, undo or redo. */
export function nothingTo(what: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what, why, remedy });
}
