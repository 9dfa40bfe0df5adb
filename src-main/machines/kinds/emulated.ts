import { tappedPort } from '../../board/console/tappedPort.ts';
import { WireLog } from '../../board/console/wireLog.ts';
import { BoardConnection } from '../../board/driver/connection.ts';
import { emulateBoard, handsAt } from '../../board/emulator/emulate.ts';
import { BoardMachine } from '../../board/machine/boardMachine.ts';
import type { MachineKind } from './machineKind.ts';

export const emulated: MachineKind = {
  spec: {
    kind: 'emulated',
    title: 'Emulated board',
    doc: 'The firmware of the board in an emulator, with a network that has hidden imperfections, behind the same serial line and driver.',
    parameters: {},
  },
  placeName: '',
  async open(experiment, { condition, board, misbehaviours, clock, speed }) {
    const port = emulateBoard(experiment, { condition, seed: board, misbehaviours, clock, speed });
    const log = new WireLog();
    const connection = await BoardConnection.open(tappedPort(port, log));
    return BoardMachine.create(connection, experiment, handsAt(port), log).catch(async (error: unknown) => {
      await connection.close();
      throw error;
    });
  },
};
