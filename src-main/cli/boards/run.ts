import type { ExitCode } from '../commands/command.ts';
import type { MachineChoice } from '../../machines/chooseMachine.ts';
import { openMachine } from './machineChoice.ts';
import { compileAt, placeOf as pathOf, readExperiment } from '../documents.ts';
import type { Io } from '../io.ts';
import { jsonReport } from '../training/jsonReport.ts';
import { textReport } from '../training/textReport.ts';
import { train } from '../training/train.ts';
import { placeOf } from './connect.ts';

export interface RunOptions extends MachineChoice {
  readonly port?: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly json?: true;
}

/** `twinbench board run FILE|NAME` */
export async function runOnBoard(name: string | undefined, options: RunOptions, io: Io): Promise<ExitCode> {
  const written = await readExperiment(name ?? 'xor', io, 'board run');
  const document = { ...written, steps: options.steps ?? written.steps, seed: options.seed ?? written.seed };
  const experiment = compileAt(document, pathOf(name ?? 'xor'));
  const place = await placeOf(options.port, io);
  const machine = await openMachine(experiment, { ...options, machine: place === 'emulated' ? place : `board:${place}` }, io);
  const run = await train(machine, [], io).finally(() => machine.close?.());
  io.out(options.json === true ? `${JSON.stringify(jsonReport(run))}\n` : textReport(run));
  return run.isInterrupted || run.isReached === false ? 1 : 0;
}
