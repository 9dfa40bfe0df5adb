import { BoardConnection } from '../driver/connection.ts';
import { emulateBoard } from '../emulator/emulate.ts';
import { BoardMachine } from '../machine/boardMachine.ts';
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
    const connection = await BoardConnection.open(port);
    const { analog } = port.bench.board;
    const hands = {
      get damages() {
        return analog.damages;
      },
      damage: analog.damage.bind(analog),
    };
    return BoardMachine.create(connection, experiment, { run: 1, hands }).catch(async (error: unknown) => {
      await connection.close();
      throw error;
    });
  },
};
