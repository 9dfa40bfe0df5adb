import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine, MachineState } from '../machine/machine.ts';
import { createSimulatedMachine } from '../machine/simulated.ts';
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
  const { compiled } = experiment;
  if (original.identity.kind === 'board' && compiled !== null) return simulatedTwin(original, compiled);
  requireCapability(original, 'damage');
  requireCapability(original, 'checkpoint');
  const machine = await experiment.createMachine();
  await machine.restore(await original.checkpoint());
  await machine.setLearning(true);
  const { step, damage } = await machine.read();
  return { machine, step, damage };
}

/**
 * What a board has learnt can't be taken back, nor can its edges be cut by the dozen: things are tried out on its twin, the simulation of
 * the present task with the states that the board has measured.
 */
async function simulatedTwin(board: Machine, whole: Experiment): Promise<MachineCopy> {
  requireCapability(board, 'readStates');
  const { step, states, damage } = await board.read();
  const task = whole.sequence[(board.part ?? 0) - 1]?.experiment ?? whole;
  const machine = createSimulatedMachine({ ...task, sequence: [], damage: [] }, { states: Float64Array.from(states), damage: [...damage] });
  return { machine, step, damage };
}
