import { emulateBoard } from '../../board/emulator/emulate.ts';
import { wiringLines, wiringOf } from '../../board/wiring.ts';
import type { ExitCode } from '../commands/command.ts';
import { emulationOf, type MachineChoice } from '../../machines/chooseMachine.ts';
import { compileAt, placeOf as pathOf, readExperiment } from '../documents.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';
import { soak } from './soak.ts';

export interface EmulateOptions extends MachineChoice {
  readonly pty?: string;
  readonly soak?: number;
  readonly json?: true;
}

/** `twinbench board emulate [FILE|NAME] --pty PATH` or `--soak S` */
export async function emulate(name: string | undefined, options: EmulateOptions, io: Io): Promise<ExitCode> {
  const experiment = compileAt(await readExperiment(name ?? 'xor', io, 'board emulate'), pathOf(name ?? 'xor'));
  if (options.soak !== undefined) return soak(experiment, options.soak, options, io);
  if (options.pty === undefined) {
    throw usageProblem(
      'The emulated board has no way out',
      'twinbench board emulate',
      'neither --pty nor --soak was given',
      'Give --pty PATH.',
    );
  }
  const { clock } = io.boards;
  const { condition, board, misbehaviours } = emulationOf(options);
  const port = emulateBoard(experiment, { condition, seed: board, misbehaviours, clock, speed: 1 });
  const { cable } = port.bench;
  cable.followsSpeed = true;
  const terminal = await io.boards.openPseudoTerminal(options.pty);
  const transport = await port.open(cable.baudRate);
  transport.onBytes((bytes) => terminal.send(bytes));
  terminal.onBytes((bytes) => transport.send(bytes));
  const wires = wiringLines(wiringOf(experiment, port.channels), experiment);
  io.error(`Board ${board} (${condition}) is at ${options.pty}, wired for ${experiment.document.title}:\n`);
  io.error(`${wires.map((line) => `  ${line}\n`).join('')}Ctrl-C ends it.\n`);
  const stopListening = io.onInterrupt(() => terminal.close());
  await terminal.ended;
  stopListening();
  await transport.close();
  io.error(`It ran at ${port.realTimeFactor.toFixed(2)} times real time where it was not held back.\n`);
  return 0;
}
