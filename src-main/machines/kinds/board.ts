import { BoardConnection } from '../../board/driver/connection.ts';
import { BoardMachine } from '../../board/machine/boardMachine.ts';
import { handsOfPerson } from '../../board/machine/hands.ts';
import { meantPort } from '../../board/transports/ports.ts';
import { listPorts, SerialPort } from '../../board/transports/serialPort.ts';
import { wiringLines, wiringOf } from '../../board/wiring.ts';
import type { MachineKind } from './machineKind.ts';

export const board: MachineKind = {
  spec: {
    kind: 'board',
    title: 'Board',
    doc: 'A board on a serial port, by its path or the serial number of its USB device.',
    parameters: {},
  },
  placeName: 'PATH',
  async open(experiment, { place, clock, platform, tell, ask }) {
    const entry = meantPort(place, await listPorts(platform).catch(() => []));
    if (entry.mayReset)
      tell(`Opening ${entry.path} may reset the board. What its edges have learnt stays; a run that is going on it ends.\n`);
    const connection = await BoardConnection.open(new SerialPort(entry, clock, platform));
    try {
      const { outputs } = connection.info.capability;
      const wires = wiringLines(wiringOf(experiment, outputs), experiment);
      tell(`The wires of this experiment:\n${wires.map((line) => `  ${line}\n`).join('')}`);
      return await BoardMachine.create(connection, experiment, ask === undefined ? null : handsOfPerson(experiment, outputs, ask));
    } catch (error) {
      await connection.close();
      throw error;
    }
  },
};
