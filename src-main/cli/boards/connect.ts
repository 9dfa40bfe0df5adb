import { BoardConnection } from '../../board/driver/connection.ts';
import { emulateBoard } from '../../board/emulator/emulate.ts';
import { meantPort, sortedPorts } from '../../board/transports/ports.ts';
import { SerialPort } from '../../board/transports/serialPort.ts';
import type { Port } from '../../board/transports/transport.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { tasks } from '../../learning/tasks/index.ts';
import { emulationOf, type MachineChoice } from '../../machines/chooseMachine.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';

/** The place that was named, or that of the one board that is there. @throws ProblemError E-USAGE where that is not clear */
export async function placeOf(place: string | undefined, io: Io): Promise<string> {
  if (place !== undefined) return place;
  const likely = sortedPorts(await io.boards.listPorts().catch(() => []), false);
  if (likely.length === 1) return likely[0].path;
  const paths = likely.map(({ path }) => path).join(', ');
  const why = likely.length === 0 ? 'no board is plugged in' : `there are several: ${paths}`;
  throw usageProblem('Which board?', 'twinbench board', why, 'Name its path, the serial number of its USB device, or "emulated".');
}

/** The port of a board, with a warning where opening it may reset what hangs on it. The emulated one stands wired for XOR. */
export async function portOf(place: string, choice: MachineChoice, io: Io): Promise<Port> {
  const { clock, platform } = io.boards;
  if (place === 'emulated') {
    const { condition, board, misbehaviours } = emulationOf(choice);
    return emulateBoard(compileExperiment(tasks['xor'].build()), { condition, seed: board, misbehaviours, clock, speed: null });
  }
  const entry = meantPort(place, await io.boards.listPorts().catch(() => []));
  if (entry.mayReset)
    io.error(`Opening ${entry.path} may reset the board. What its edges have learnt stays; a run that is going on it ends.\n`);
  return new SerialPort(entry, clock, platform);
}

/** Shakes hands. @throws ProblemError */
export async function connect(place: string | undefined, choice: MachineChoice, io: Io): Promise<BoardConnection> {
  return BoardConnection.open(await portOf(await placeOf(place, io), choice, io));
}
