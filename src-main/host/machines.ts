import process from 'node:process';
import type { MachineChoice, MachineEntry, MachineList } from '../../shared/machines.ts';
import { chooseMachine, openMachine } from '../board/chooseMachine.ts';
import { FIRST_BOARD } from '../board/emulator/emulate.ts';
import { sortedPorts, type PortEntry } from '../board/transports/ports.ts';
import { listPorts } from '../board/transports/serialPort.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine, MachineIdentity } from '../machine/machine.ts';
import { createSimulatedMachine } from '../machine/simulated.ts';
import { systemClock } from './clock.ts';
import { problemOf } from '../../shared/problem.ts';

/** What the machine of a session is called before it has said itself. @throws ProblemError E-USAGE where there is no such machine */
export function identityOf(choice: MachineChoice | undefined): MachineIdentity {
  const { kind, place } = chooseMachine(choice?.machine ?? 'simulated');
  if (kind.spec.kind === 'simulated') return { kind: 'simulated', title: 'Simulated board' };
  return { kind: 'board', title: place === '' ? `Emulated board ${choice?.board ?? FIRST_BOARD}` : `Board on ${place}` };
}

/** A fresh machine under an experiment. An emulated board keeps to real time, as one on the bench does. */
export function createMachine(experiment: Experiment, choice: MachineChoice | undefined): Machine | Promise<Machine> {
  if (choice === undefined || choice.machine === 'simulated') return createSimulatedMachine(experiment);
  return openMachine(experiment, choice, { clock: systemClock, platform: process.platform, speed: 1, tell: () => undefined });
}

/** Everything that an experiment can be put on. */
export async function listMachines(): Promise<MachineList> {
  const always: MachineEntry[] = [
    { machine: 'simulated', title: 'Simulation', detail: 'computed here, as fast as it goes', warning: '' },
    {
      machine: 'emulated',
      title: `Emulated board ${FIRST_BOARD}`,
      detail: 'the firmware of the board, with hidden imperfections',
      warning: '',
    },
  ];
  try {
    const ports = sortedPorts(await listPorts(process.platform), true);
    return { machines: [...always, ...ports.map(entryOf)], missing: '' };
  } catch (error) {
    const { why, remedy } = problemOf(error);
    return { machines: always, missing: `Serial ports can’t be listed: ${why}. ${remedy}` };
  }
}

function entryOf({ path, title, serialNumber, mayReset }: PortEntry): MachineEntry {
  const detail = serialNumber === '' ? title : `${title}, ${serialNumber}`;
  return { machine: `board:${path}`, title: path, detail, warning: mayReset ? 'Opening it may reset the board.' : '' };
}
