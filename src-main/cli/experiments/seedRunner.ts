import { availableParallelism } from 'node:os';
import type { Figures, Report } from '../../experiments/experiment.ts';
import { experiments } from '../../experiments/index.ts';
import { builtWorker, createWorkerPool } from '../../sweeps/workerPool.ts';
import type { SeedTask } from './seedWorker.ts';

/** Runs single seeds of experiments, several at a time. */
export interface SeedRunner {
  /** How many seeds run side by side. */
  readonly lanes: number;
  /** Rejects when the run fails or `stop` ends it. */
  run(experiment: string, seed: number, report: Report): Promise<Figures>;
  /** Ends everything that still runs. */
  stop(): Promise<void>;
}

/** The best runner for this process: worker threads where their entry is built, else this very thread (tests, from sources). */
export function createSeedRunner(): SeedRunner {
  const entry = builtWorker('seedWorker.js', import.meta.url);
  if (entry === null) return createLocalRunner();
  const pool = createWorkerPool<SeedTask, Figures>(entry, availableParallelism());
  return { lanes: pool.lanes, run: (experiment, seed, report) => pool.run({ experiment, seed }, report), stop: () => pool.stop() };
}

/** This thread, one seed at a time. */
function createLocalRunner(): SeedRunner {
  return {
    lanes: 1,
    run: (experiment, seed, report) => Promise.resolve(experiments[experiment].run(seed, report)),
    stop: () => Promise.resolve(),
  };
}
