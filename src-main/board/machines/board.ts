import { BoardConnection } from '../driver/connection.ts';
import { BoardMachine } from '../machine/boardMachine.ts';
import { meantPort } from '../transports/ports.ts';
import { listPorts, SerialPort } from '../transports/serialPort.ts';
import { wiringLines, wiringOf } from '../wiring.ts';
import type { MachineKind } from './machineKind.ts';

export const board: MachineKind = {
  spec: {
    kind: 'board',
    title: 'Board',
    doc: 'A board on a serial port, by its path or the serial number of its USB device.',
    parameters: {},
  },
  placeName: 'PATH',
  async open(experiment, { place, clock, platform, tell }) {
    const entry = meantPort(place, await listPorts(platform).catch(() => []));
    if (entry.mayReset)
      tell(`Opening ${entry.path} may reset the board. What its edges have learnt stays; a run that is going on it ends.\n`);
    const connection = await BoardConnection.open(new SerialPort(entry, clock, platform));
    try {
      const wires = wiringLines(wiringOf(experiment, connection.info.capability.outputs), experiment);
      tell(`The wires of this experiment:\n${wires.map((line) => `  ${line}\n`).join('')}`);
      // Another number than that of a run which may still stand on the board.
      const run = (connection.info.status.run % 65535) + 1;
      return await BoardMachine.create(connection, experiment, { run });
    } catch (error) {
      await connection.close();
      throw error;
    }
  },
};
