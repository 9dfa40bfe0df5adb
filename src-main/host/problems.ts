import { ProblemError } from '../../shared/problem.ts';
import type { Capability, Machine } from '../machine/machine.ts';

const abilities: Partial<Record<Capability, string>> = {
  freeze: 'freeze learning',
  damage: 'damage edges',
  setNudge: 'change the nudge',
  setStepTime: 'change the step time',
  setStates: 'put an edge to another state',
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

/** A machine whose run can't be written down. */
export function unrecordable({ identity }: Machine): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'This run can’t be recorded',
    why: identity.kind === 'replay' ? 'It is a recording already.' : 'Nobody gave this engine a place for recordings.',
    remedy: identity.kind === 'replay' ? 'Export it, or load an experiment and record that.' : 'Start Twinbench anew.',
  });
}

/** Nothing left to damage, undo or redo. */
export function nothingTo(what: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what, why, remedy });
}
