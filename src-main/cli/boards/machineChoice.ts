import { ProblemError } from '../../../shared/problem.ts';
import { machineChoices, openMachine as openChosen, type MachineChoice } from '../../machines/chooseMachine.ts';
import { conditions } from '../../board/emulator/condition.ts';
import type { OpenMachine } from '../../machines/kinds/machineKind.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { Io } from '../io.ts';

/** Options of the emulated board, for every command that may build one. */
export const emulationOptions = {
  condition: {
    type: 'text',
    value: 'NAME',
    choices: conditions,
    doc: 'How far the emulated board is from an ideal one: ideal, mild (otherwise) or laboratory.',
  },
  board: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 4294967295,
    doc: 'Serial number of the emulated board. Each has hidden imperfections of its own.',
  },
  misbehave: {
    type: 'text',
    value: 'KIND:NAME=VALUE,...',
    doc: 'What goes wrong with the emulated board, such as drop:probability=0.001 or unplug:after=5:duration=2 (`twinbench describe KIND`).',
  },
} as const;

/** The option by which the machine is chosen, and those of the emulated board. */
export const machineOptions = {
  machine: { type: 'text', value: 'NAME', doc: `The machine that runs it: ${machineChoices.join(', ')}. Otherwise the simulation.` },
  ...emulationOptions,
} as const;

/**
 * Puts an experiment on the machine that was chosen. What happens on the way to it is told on standard error.
 *
 * @throws ProblemError where there is no such machine, it isn't there, or it can't do the experiment
 */
export async function openMachine(experiment: Experiment, choice: MachineChoice, io: Io): Promise<OpenMachine> {
  const { clock, platform } = io.boards;
  const ask = (instruction: string): Promise<void> => askPerson(instruction, io);
  const machine = await openChosen(experiment, choice, { clock, platform, recordings: io.recordings, speed: null, tell: io.error, ask });
  machine.onRemark?.(({ level, text }) => {
    if (level === 'warning') io.error(`\n${text}\n`);
  });
  return machine;
}

/** Lets the person in front of a board do something to it. @throws ProblemError E-BOARD-MISMATCH where nobody is there */
async function askPerson(instruction: string, io: Io): Promise<void> {
  io.error(`\n${instruction.trimEnd()}\nLearning is frozen. Press Enter when that is done.\n`);
  for await (const _ of io.boards.lines()) return;
  throw new ProblemError({
    code: 'E-BOARD-MISMATCH',
    what: 'Nobody has answered',
    why: `standard input has ended, and this has to be done by hand: ${instruction.trimEnd()}`,
    remedy: 'Run it in a terminal, or on the emulated board (--machine emulated), which has hands of its own.',
  });
}
