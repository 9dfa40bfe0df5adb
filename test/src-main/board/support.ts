import { BoardConnection } from '../../../src-main/board/driver/connection.ts';
import type { Condition } from '../../../src-main/board/emulator/condition.ts';
import { emulateBoard, handsAt, type MisbehaviourConfig } from '../../../src-main/board/emulator/emulate.ts';
import { BoardMachine } from '../../../src-main/board/machine/boardMachine.ts';
import type { EmulatedPort } from '../../../src-main/board/transports/emulatedPort.ts';
import type { Port, Transport } from '../../../src-main/board/transports/transport.ts';
import { systemClock } from '../../../src-main/board/transports/systemClock.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import type { Measurement } from '../../../src-main/machine/machine.ts';

export interface BoardOptions {
  readonly condition?: Condition;
  readonly seed?: number;
  readonly misbehaviours?: readonly MisbehaviourConfig[];
}

/** XOR, measured so often. */
export function xorMeasured(every: number): ExperimentDocument {
  const document = tasks['xor'].build();
  return { ...document, measure: { ...document.measure, every } };
}

export function portFor(experiment: Experiment, { condition = 'mild', seed = 7, misbehaviours = [] }: BoardOptions = {}): EmulatedPort {
  return emulateBoard(experiment, { condition, seed, misbehaviours, clock: systemClock, speed: null });
}

/** A port that can end as it does when the program that opened it is killed: nothing more is said to the board. */
export function dyingPort(port: Port): { readonly mortal: Port; readonly die: () => Promise<void> } {
  let transport: Transport | null = null;
  const mortal: Port = {
    identity: port.identity,
    wait: (milliseconds) => port.wait(milliseconds),
    open: async (baudRate) => (transport = await port.open(baudRate)),
  };
  return { mortal, die: async () => transport?.close() };
}

export interface OpenBoard {
  readonly port: EmulatedPort;
  readonly connection: BoardConnection;
  readonly machine: BoardMachine;
  readonly measurements: Measurement[];
  readonly remarks: string[];
}

/** An emulated board under an experiment, with everything that it told. */
export async function openBoard(document: ExperimentDocument, options: BoardOptions = {}): Promise<OpenBoard> {
  const experiment = compileExperiment(document);
  const port = portFor(experiment, options);
  const connection = await BoardConnection.open(port, 8000);
  const machine = await BoardMachine.create(connection, experiment, handsAt(port));
  const measurements: Measurement[] = [];
  const remarks: string[] = [];
  machine.onMeasurement((measurement) => measurements.push(measurement));
  machine.onRemark(({ text }) => remarks.push(text));
  return { port, connection, machine, measurements, remarks };
}
