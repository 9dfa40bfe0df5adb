import process from 'node:process';
import type { MachineChoice, MachineEntry, MachineList, MisbehaviourParameter } from '../../shared/machines.ts';
import { ProblemError, problemOf } from '../../shared/problem.ts';
import type { ParameterSpec, Spec } from '../../shared/spec.ts';
import { FIRST_BOARD } from '../board/emulator/emulate.ts';
import { misbehaviours } from '../board/misbehaviours/index.ts';
import { meantPort, sortedPorts, type PortEntry } from '../board/transports/ports.ts';
import { listPorts } from '../board/transports/serialPort.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine, MachineCheckpoint, MachineIdentity } from '../machine/machine.ts';
import { createSimulatedMachine } from '../machine/simulated.ts';
import { chooseMachine, openMachine, resumeMachine } from '../machines/chooseMachine.ts';
import { isSavedName } from '../machines/savedCalibrations.ts';
import { nodePlace } from '../recording/place.ts';
import type { CalibrationDocument } from '../twin/calibrationDocument.ts';
import { systemClock } from '../board/transports/systemClock.ts';
import type { KnownBoard, Preferences } from './preferences.ts';

/** USB devices, vendor:product, whose port can be opened without a pulse on the reset pin: the native port of the Arduino Due. */
const steady: ReadonlySet<string> = new Set(['2341:003e', '2a03:003e']);

/** What the machine of a session is called before it has said itself. @throws ProblemError E-USAGE where there is no such machine */
export function identityOf(choice: MachineChoice | undefined): MachineIdentity {
  const { kind, place } = chooseMachine(choice?.machine ?? 'simulated');
  if (kind.spec.kind === 'simulated') return { kind: 'simulated', title: 'Simulated board' };
  if (kind.spec.kind === 'twin') return { kind: 'simulated', title: kind.spec.title };
  if (place !== '') return { kind: 'board', title: `Board on ${place}` };
  return { kind: 'board', title: choice?.isDemo === true ? 'Emulated board (demo)' : `Emulated board ${choice?.board ?? FIRST_BOARD}` };
}

/**
 * A fresh machine under an experiment. An emulated board keeps to real time, as one on the bench does.
 *
 * @throws ProblemError where there is none, or a screen names a file: it may name calibrations of this computer alone
 */
export function createMachine(experiment: Experiment, choice: MachineChoice | undefined): Machine | Promise<Machine> {
  if (choice === undefined || choice.machine === 'simulated') return createSimulatedMachine(experiment);
  const { kind, place } = chooseMachine(choice.machine ?? 'simulated');
  if (kind.spec.kind === 'twin' && !isSavedName(place)) throw noSuchTwin(place);
  return openMachine(experiment, choice, worldHere());
}

/** The machine of an engine that died, where that outlived it; `null`: it was a part of it. @throws ProblemError where it is gone, or another run is on it */
export function machineAgain(
  experiment: Experiment,
  choice: MachineChoice | undefined,
  checkpoint: MachineCheckpoint,
): Promise<Machine> | null {
  return resumeMachine(experiment, choice ?? {}, worldHere(), checkpoint);
}

function worldHere(): Parameters<typeof openMachine>[2] {
  return { clock: systemClock, platform: process.platform, recordings: nodePlace(), speed: 1, tell: () => undefined };
}

function noSuchTwin(name: string): ProblemError {
  return new ProblemError({
    code: 'E-USAGE',
    what: 'There is no such twin',
    where: `twin:${name}`,
    why: 'that is not the identity of a calibration of this computer',
    remedy: 'Choose one in the workspace Calibrate.',
  });
}

/** The calibration that is applied. */
export interface SavedTwin {
  readonly name: string;
  readonly document: Pick<CalibrationDocument, 'board' | 'date'>;
}

/**
 * Everything that an experiment can be put on.
 *
 * @param known  boards that were connected before
 * @param twin   `null` where no calibration is applied
 */
export async function listMachines(known: readonly KnownBoard[], twin: SavedTwin | null = null): Promise<MachineList> {
  const none = { serialNumber: '', warns: false };
  const always: MachineEntry[] = [
    { machine: 'simulated', group: 'always', title: 'Simulation', detail: 'computed here, as fast as it goes', ...none },
    {
      machine: 'emulated',
      group: 'always',
      title: `Emulated board ${FIRST_BOARD}`,
      detail: 'the firmware of the board, with hidden imperfections',
      ...none,
    },
  ];
  if (twin !== null) always.push(twinMachine(twin));
  const offered = { misbehaviours: misbehaviourEntries(), missing: '' };
  try {
    const ports = sortedPorts(await listPorts(process.platform), true).map((port) => portMachine(port, known));
    const rank = ['known', 'likely', 'other'];
    ports.sort((a, b) => rank.indexOf(a.group) - rank.indexOf(b.group));
    return { ...offered, machines: [...always, ...ports] };
  } catch (error) {
    const { why, remedy } = problemOf(error);
    return { ...offered, machines: always, missing: `Serial ports can’t be listed: ${why}. ${remedy}` };
  }
}

/** The calibrated twin as a line of the picker. */
function twinMachine({ name, document: { board, date } }: SavedTwin): MachineEntry {
  return {
    machine: `twin:${name}`,
    group: 'always',
    title: board.serial === '' ? 'Calibrated twin' : `Calibrated twin of board ${board.serial}`,
    detail: `as calibrated ${date.slice(0, 10)}, where the board was measured last`,
    ...{ serialNumber: '', warns: false },
  };
}

/** A port as a line of the picker: a board that is known by its serial number is called by its name. */
export function portMachine(port: PortEntry, known: readonly KnownBoard[]): MachineEntry {
  const { path, title, serialNumber, isLikely, vendorId, productId } = port;
  const board = serialNumber === '' ? undefined : known.find((entry) => entry.serialNumber === serialNumber);
  const isSteady = steady.has(`${vendorId}:${productId}`.toLowerCase());
  const device = serialNumber === '' ? title : `${title}, ${serialNumber}`;
  return {
    machine: `board:${path}`,
    group: board === undefined ? (isLikely ? 'likely' : 'other') : 'known',
    title: board?.title ?? path,
    detail: board === undefined ? device : `${path}, ${device}`,
    serialNumber,
    // What is not known to be safe is taken to be reset: a pulse on DTR resets most boards of this kind.
    warns: !isSteady && board?.mayReset !== true,
  };
}

/** Remembers a board that was just connected, by the serial number of its USB device; one without is not known again. */
export async function rememberBoard(preferences: Preferences, choice: MachineChoice | undefined, title: string): Promise<void> {
  const { kind, place } = chooseMachine(choice?.machine ?? 'simulated');
  if (kind.spec.kind !== 'board') return;
  const { serialNumber } = meantPort(place, await listPorts(process.platform).catch(() => []));
  if (serialNumber !== '') await changeBoard(preferences, serialNumber, { title });
}

/** Remembers that this board may be reset by an opening, so that nobody is asked again. */
export function allowReset(preferences: Preferences, serialNumber: string): Promise<void> {
  return changeBoard(preferences, serialNumber, { mayReset: true });
}

function changeBoard(preferences: Preferences, serialNumber: string, change: Partial<KnownBoard>): Promise<void> {
  return preferences.change((before) => {
    const board = before.boards.find((entry) => entry.serialNumber === serialNumber) ?? { serialNumber, title: 'Board', mayReset: false };
    const others = before.boards.filter((entry) => entry.serialNumber !== serialNumber);
    return { ...before, boards: [{ ...board, ...change }, ...others].slice(0, 100) };
  });
}

function misbehaviourEntries(): MachineList['misbehaviours'] {
  return Object.values<{ readonly spec: Spec }>(misbehaviours).map(({ spec: { kind, title, doc, parameters } }) => ({
    ...{ kind, title, doc },
    parameters: Object.entries(parameters).flatMap(([name, parameter]) => fieldOf(name, parameter)),
  }));
}

/** A parameter as a field of a form; a list has none. */
function fieldOf(name: string, parameter: ParameterSpec): MisbehaviourParameter[] {
  const { title, doc } = parameter;
  switch (parameter.type) {
    case 'number': {
      const { type, unit, default: preset, minimum, maximum, integer } = parameter;
      return [{ name, title, doc, type, unit, default: preset, minimum, maximum, isInteger: integer === true }];
    }
    case 'choice':
      return [{ name, title, doc, type: parameter.type, choices: [...parameter.choices], default: parameter.default }];
    case 'indices':
      return [];
  }
}
