import { join, resolve } from 'node:path';
import { ProblemError } from '../../../shared/problem.ts';
import { machineChoices } from '../../machines/chooseMachine.ts';
import { createLocalCellRunner } from '../../sweeps/cellRunner.ts';
import { SweepFolder } from '../../sweeps/folder.ts';
import { blocksOf, submissionScript } from '../../sweeps/slurm.ts';
import { emulationOptions } from '../boards/machineChoice.ts';
import { readSweep } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { gather } from '../sweeps/gather.ts';
import { isAtRealBoard, machineOf } from '../sweeps/machine.ts';
import { folderOf, openSweep } from '../sweeps/openSweep.ts';
import { sweepJson } from '../sweeps/report.ts';
import { runHere } from '../sweeps/runHere.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const actions = ['status', 'gather', 'cells'];

/** One experiment over a grid of parameters, here or on a cluster. */
export const sweep = defineCommand({
  spec: {
    kind: 'sweep',
    title: 'Run an experiment over a grid of parameters',
    doc:
      'Runs a twinbench.sweep document: every cell of its grid, on worker threads or, with --on slurm, as a job array. Results are kept cell by ' +
      'cell, so that whatever ends a sweep loses only the cells that ran; --resume goes on. One tidy table comes out, as CSV and Parquet. A cell ' +
      'that fails is a result with its reason, and ends nothing (exit code 1). `status FILE` tells how far a sweep is; `gather FILE` makes the table of what there is; ' +
      '`cells FOLDER --block N` runs one block of cells in this process, as a task of a job array does.',
    parameters: {},
    arguments: [
      { name: 'FILE|status|gather|cells', doc: 'A twinbench.sweep document, - for standard input, or what to do with one that was begun.' },
      { name: 'FILE|FOLDER', doc: 'The document of that sweep, or its folder.', isOptional: true },
    ],
    options: {
      workers: { type: 'integer', value: 'N', minimum: 1, maximum: 1024, doc: 'Worker threads; otherwise one per core.' },
      on: {
        type: 'text',
        value: 'slurm',
        choices: ['slurm'],
        doc: 'Runs the cells as a job array of Slurm. The same command again gathers them.',
      },
      resume: { type: 'flag', doc: 'Goes on with a sweep that was begun: cells that are done are kept, failed ones are tried again.' },
      to: { type: 'text', value: 'FOLDER', doc: 'Where the sweep is kept; otherwise in the folder of the runs, under sweeps/.' },
      wait: { type: 'flag', doc: '--on slurm: waits until the array has ended, and gathers.' },
      'cells-per-task': {
        type: 'integer',
        value: 'N',
        minimum: 1,
        maximum: 100_000,
        doc: '--on slurm: cells that one task runs, one after the other.',
      },
      sbatch: {
        type: 'text',
        value: 'OPTIONS',
        doc: '--on slurm: further options for sbatch, separated by spaces: "--partition=short --time=1:00:00".',
      },
      machine: {
        type: 'text',
        value: 'NAME',
        doc: `The machine that runs the cells: ${machineChoices.join(', ')}. Otherwise the one of the document, or the simulation. Every repeat is another emulated board, the same one at every point; on a real board the cells run one after the other, each from the states that the last one left.`,
      },
      condition: emulationOptions.condition,
      board: { ...emulationOptions.board, doc: 'Number of the emulated board in every cell, instead of the seed of the cell.' },
      block: { type: 'integer', value: 'N', minimum: 0, maximum: 100_000, doc: 'cells: the block to run.' },
      json: {
        type: 'flag',
        doc:
          'Prints {"id", "folder", "files", "cells", "done", "failed", "missing", "axes", "repeats", "points": [{.., "quantities": {name: {"count", ' +
          '"quartiles"}}}], "failures"} and nothing else on standard output.',
      },
    },
    examples: [
      'twinbench sweep examples/two-task-period.json',
      'twinbench sweep examples/learning-rate.json --workers 2 --json > result.json',
      'twinbench sweep examples/two-task-period.json --resume',
      'twinbench sweep examples/two-task-period.json --on slurm --wait',
      'twinbench sweep learning-rate.json --machine emulated --condition laboratory',
      'twinbench sweep status examples/two-task-period.json',
    ],
  },

  async run({ arguments: [first, second], options }, io) {
    const action = actions.includes(first) ? first : 'run';
    if ((action === 'run') !== (second === undefined)) {
      const why = action === 'run' ? `"${second}" means nothing here` : 'no sweep was named';
      throw usageProblem('The command line can’t be read', `twinbench sweep ${first}`, why, 'See `twinbench sweep --help`.');
    }
    if (action === 'run') return start(first, options, io);
    const folder = await openSweep(second, options.to, machineOf(options), io);
    if (action === 'cells') return runBlock(folder, options, io);
    if (action === 'gather') return codeOf(folder, await gather(folder, options.json === true, io));
    return status(folder, options.json === true, io);
  },
});

/** What was written behind the dashes. */
interface Options {
  readonly workers?: number;
  readonly on?: string;
  readonly resume?: true;
  readonly to?: string;
  readonly wait?: true;
  readonly 'cells-per-task'?: number;
  readonly sbatch?: string;
  readonly block?: number;
  readonly machine?: string;
  readonly condition?: string;
  readonly board?: number;
  readonly json?: true;
}

async function start(path: string, options: Options, io: Io): Promise<ExitCode> {
  const plan = await readSweep(path, io, machineOf(options));
  const isRealBoard = isAtRealBoard(plan, options.on === 'slurm', io);
  const { files } = io.recordings;
  const folder = await SweepFolder.create(resolve(options.to ?? folderOf(plan, io)), plan, files);
  const kept = (await folder.results()).filter((result) => result.status === 'done').length;
  const isComplete = kept === plan.cellCount;
  if (kept > 0 && !isComplete && options.resume !== true) {
    throw new ProblemError({
      code: 'E-SWEEP-FOLDER',
      what: 'This sweep was begun already',
      where: folder.path,
      why: `${count(kept)} of its ${count(plan.cellCount)} cells are done`,
      remedy: 'Go on with --resume, look at them with `twinbench sweep gather`, or begin anew in another folder with --to.',
    });
  }
  if (isComplete) io.error(`All ${count(plan.cellCount)} cells are done already.\n`);
  else if (options.on === 'slurm') {
    const isOver = await submit(folder, options, io);
    if (!isOver) return 0;
  } else {
    const runner = isRealBoard ? createLocalCellRunner(io.recordings) : io.sweeps.createRunner(options.workers ?? io.sweeps.cores);
    const isInterrupted = await runHere(folder, runner, io);
    if (isInterrupted) return 1;
  }
  return codeOf(folder, await gather(folder, options.json === true, io));
}

/** Answers whether the job array is over. */
async function submit(folder: SweepFolder, options: Options, io: Io): Promise<boolean> {
  const { plan, path } = folder;
  const done = new Set((await folder.results()).filter(({ status: state }) => state === 'done').map(({ cell }) => cell));
  const blocks = blocksOf(plan.cellCount, (cell) => done.has(cell), options['cells-per-task'] ?? null);
  const script = join(path, 'slurm', 'submit.sh');
  const more = (options.sbatch ?? '').split(/\s+/).filter((option) => option !== '');
  const text = submissionScript({ title: plan.document.title, folder: path, program: io.sweeps.program, blocks, options: more });
  await io.recordings.files.writeText(script, text);
  const isWaiting = options.wait === true;
  const job = await io.sweeps.submit(script, isWaiting);
  io.error(`Job ${job}: ${count(blocks.waiting.size)} tasks of ${count(blocks.cellsPerBlock)} cells (${script}).\n`);
  if (!isWaiting)
    io.out(
      options.json === true
        ? formatJson({ id: plan.id, folder: path, job })
        : `${path}\nThe same command with --resume gathers the results, or submits again what is missing; \`twinbench sweep status ${path}\` tells how far it is.\n`,
    );
  return isWaiting;
}

/** One block of cells in this process. A cell that has a result is not run again. */
async function runBlock(folder: SweepFolder, options: Options, io: Io): Promise<ExitCode> {
  const { block, 'cells-per-task': size = 1 } = options;
  if (block === undefined)
    throw usageProblem('Something is missing on the command line', 'twinbench sweep cells', 'no block was named', 'Add --block N.');
  const done = new Set((await folder.results()).filter(({ status: state }) => state === 'done').map(({ cell }) => cell));
  const cells = blocksOf(folder.plan.cellCount, (cell) => done.has(cell), size).waiting.get(block) ?? [];
  const runner = createLocalCellRunner(io.recordings);
  for (const cell of cells) {
    const result = await runner.run(folder, cell, () => undefined);
    io.error(`cell ${cell}: ${result.status}\n`);
  }
  return 0;
}

async function status(folder: SweepFolder, isJson: boolean, io: Io): Promise<ExitCode> {
  const results = await folder.results();
  const { plan, path } = folder;
  if (isJson) io.out(formatJson(sweepJson(folder, results, [])));
  else {
    const failed = results.filter((result) => result.status === 'failed').length;
    const missing = plan.cellCount - results.length;
    io.out(
      `${plan.document.title}: ${count(results.length - failed)} of ${count(plan.cellCount)} cells done, ${count(failed)} failed, ${count(missing)} missing\n${path}\n`,
    );
  }
  return codeOf(folder, results);
}

/** 0 where every cell is done. */
function codeOf({ plan }: SweepFolder, results: readonly { readonly status: string }[]): ExitCode {
  return results.filter((result) => result.status === 'done').length === plan.cellCount ? 0 : 1;
}
