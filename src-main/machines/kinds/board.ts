import { tappedPort } from '../../board/console/tappedPort.ts';
import { WireLog } from '../../board/console/wireLog.ts';
import { BoardConnection } from '../../board/driver/connection.ts';
import { BoardMachine } from '../../board/machine/boardMachine.ts';
import { handsOfPerson, type Hands } from '../../board/machine/hands.ts';
import { meantPort } from '../../board/transports/ports.ts';
import { listPorts, SerialPort } from '../../board/transports/serialPort.ts';
import { wiringLines, wiringOf } from '../../board/wiring.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { MachineKind, MachineSetting } from './machineKind.ts';

export const board: MachineKind = {
  spec: {
    kind: 'board',
    title: 'Board',
    doc: 'A board on a serial port, by its path or the serial number of its USB device.',
    parameters: {},
  },
  placeName: 'PATH',
  open: (experiment, setting) =>
    connect(setting, (connection, log) => {
      const { outputs } = connection.info.capability;
      const wires = wiringLines(wiringOf(experiment, outputs), experiment);
      setting.tell(`The wires of this experiment:\n${wires.map((line) => `  ${line}\n`).join('')}`);
      return BoardMachine.create(connection, experiment, handsOf(experiment, outputs, setting), log);
    }),
  resume: (experiment, setting, checkpoint) =>
    connect(setting, (connection, log) =>
      BoardMachine.resume(connection, experiment, handsOf(experiment, connection.info.capability.outputs, setting), checkpoint, log),
    ),
};

async function connect(
  { place, clock, platform, tell }: MachineSetting,
  begin: (connection: BoardConnection, log: WireLog) => Promise<BoardMachine>,
): Promise<BoardMachine> {
  const entry = meantPort(place, await listPorts(platform).catch(() => []));
  if (entry.mayReset)
    tell(`Opening ${entry.path} may reset the board. What its edges have learnt stays; a run that is going on it ends.\n`);
  const log = new WireLog();
  const connection = await BoardConnection.open(tappedPort(new SerialPort(entry, clock, platform), log));
  try {
    return await begin(connection, log);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function handsOf(experiment: Experiment, outputs: number, { ask }: MachineSetting): Hands | null {
  return ask === undefined ? null : handsOfPerson(experiment, outputs, ask);
}
