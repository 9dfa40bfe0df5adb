import { join } from 'node:path';

/** How many tasks one array may have: Slurm's own default of MaxArraySize is 1001. */
const MOST_TASKS = 1000;
/** A task that ends badly is given to Slurm again so often. */
const MOST_REQUEUES = 5;

/** A sweep cut into the tasks of a job array. */
export interface Blocks {
  readonly cellsPerBlock: number;
  /** Cells of each block, by block; complete ones are left out. */
  readonly waiting: ReadonlyMap<number, readonly number[]>;
}

/** @param cellsPerTask  `null`: as few as the size of an array allows */
export function blocksOf(cellCount: number, isKept: (cell: number) => boolean, cellsPerTask: number | null): Blocks {
  const cellsPerBlock = Math.max(cellsPerTask ?? 1, Math.ceil(cellCount / MOST_TASKS));
  const waiting = new Map<number, number[]>();
  for (let cell = 0; cell < cellCount; cell++) {
    if (isKept(cell)) continue;
    const block = Math.floor(cell / cellsPerBlock);
    waiting.set(block, [...(waiting.get(block) ?? []), cell]);
  }
  return { cellsPerBlock, waiting };
}

/** @example arrayOf([0, 1, 2, 5]) // => '0-2,5' */
export function arrayOf(tasks: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const task of tasks) {
    const last = ranges.at(-1);
    if (last !== undefined && task === last[1] + 1) last[1] = task;
    else ranges.push([task, task]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

export interface Submission {
  readonly title: string;
  /** Absolute, and the same on every machine of the cluster. */
  readonly folder: string;
  /** The program with its fixed arguments, absolute: node, main.js. */
  readonly program: readonly string[];
  readonly blocks: Blocks;
  /** Further options for sbatch, as on its command line: "--partition=short". */
  readonly options: readonly string[];
}

/**
 * The batch script of a job array: one task runs one block of cells. A cell that fails is a result. A task that dies (a node that went
 * down, memory, a signal) is Slurm's to run again: `--requeue` where Slurm sees it, `scontrol requeue` where only the exit code tells.
 * Cells that it had finished are not run twice.
 */
export function submissionScript({ title, folder, program, blocks, options }: Submission): string {
  const tasks = arrayOf([...blocks.waiting.keys()].sort((a, b) => a - b));
  const lines = [
    '#!/bin/sh',
    `#SBATCH --job-name=${title.replace(/[^\w.-]+/g, '-').slice(0, 60)}`,
    `#SBATCH --array=${tasks}`,
    '#SBATCH --ntasks=1',
    '#SBATCH --requeue',
    '#SBATCH --open-mode=append',
    `#SBATCH --output=${join(folder, 'slurm', 'task-%a.log')}`,
    ...options.map((option) => `#SBATCH ${option}`),
    '',
    `${[...program, 'sweep', 'cells', folder].map(quoted).join(' ')} --block "$SLURM_ARRAY_TASK_ID" --cells-per-task ${blocks.cellsPerBlock}`,
    'code=$?',
    `if [ "$code" -ne 0 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${MOST_REQUEUES} ]; then`,
    '  scontrol requeue "$SLURM_JOB_ID"',
    '  # Slurm ends this task before it runs it again.',
    '  sleep 60',
    'fi',
    'exit "$code"',
  ];
  return `${lines.join('\n')}\n`;
}

/** A word for the shell. */
function quoted(word: string): string {
  return /^[\w./:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
