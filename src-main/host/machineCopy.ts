import type { Machine, MachineState } from '../machine/machine.ts';
import type { LoadedExperiment } from './library.ts';
import { requireCapability } from './problems.ts';

/** A machine to try things out on, and what it was a copy of. */
export interface MachineCopy {
  readonly machine: Machine;
  readonly step: number;
  readonly damage: MachineState['damage'];
}

/** Another machine in the state of this one, with learning on. @throws ProblemError  where a machine can't be copied or damaged */
export async function copyMachine(original: Machine, experiment: LoadedExperiment): Promise<MachineCopy> {
  requireCapability(original, 'damage');
  requireCapability(original, 'checkpoint');
  const machine = await experiment.createMachine();
  await machine.restore(await original.checkpoint());
  await machine.setLearning(true);
  const { step, damage } = await machine.read();
  return { machine, step, damage };
}
