import { availableParallelism } from 'node:os';
import type { Files, HostClock } from '../recording/files.ts';
import type { Report } from './cell.ts';
import { runCellOf } from './cellJob.ts';
import type { SweepFolder } from './folder.ts';
import type { CellResult } from './result.ts';
import { builtWorker, createWorkerPool } from './workerPool.ts';

/** Runs cells of a sweep and keeps their results, several at a time. */
export interface CellRunner {
  readonly lanes: number;
  /** Rejects when the worker dies or `stop` ends it; a cell that fails has a result that says so. */
  run(folder: SweepFolder, index: number, report: Report): Promise<CellResult>;
  stop(): Promise<void>;
}

/** One cell to run in a worker, which reads the sweep from its folder. */
export interface CellTask {
  readonly folder: string;
  readonly index: number;
}

/** What a runner in this thread needs of the world. */
export interface CellPlace {
  readonly files: Files;
  readonly clock: HostClock;
}

/** The best runner for this process: worker threads where their entry is built, else this very thread (tests, from sources). */
export function createCellRunner(lanes: number, place: CellPlace): CellRunner {
  const entry = builtWorker('sweepWorker.js', import.meta.url);
  if (entry === null) return createLocalCellRunner(place);
  const pool = createWorkerPool<CellTask, CellResult>(entry, lanes);
  return { lanes, run: (folder, index, report) => pool.run({ folder: folder.path, index }, report), stop: () => pool.stop() };
}

/** This thread, one cell at a time. */
export function createLocalCellRunner(place: CellPlace): CellRunner {
  return { lanes: 1, run: (folder, index, report) => runCellOf(folder, index, report, place), stop: () => Promise.resolve() };
}

/** How many workers there may be, and how many a screen takes: one core is left for what else goes on. */
export function workerLimits(): { readonly most: number; readonly usual: number } {
  const most = availableParallelism();
  return { most, usual: Math.max(most - 1, 1) };
}
