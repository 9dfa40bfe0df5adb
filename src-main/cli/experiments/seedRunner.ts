import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import Tinypool from 'tinypool';
import type { Figures, Report } from '../../experiments/experiment.ts';
import { experiments } from '../../experiments/index.ts';
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
  const entry = new URL('seedWorker.js', import.meta.url);
  return existsSync(fileURLToPath(entry)) ? createPool(entry) : createLocalRunner();
}

/** Worker threads, one per core. @param entry  the built seedWorker.js */
function createPool(entry: URL): SeedRunner {
  const lanes = availableParallelism();
  const pool = new Tinypool({ filename: entry.href, minThreads: 1, maxThreads: lanes, concurrentTasksPerWorker: 1 });
  return {
    lanes,
    async run(experiment, seed, report) {
      const { port1, port2 } = new MessageChannel();
      port2.on('message', report);
      try {
        return (await pool.run({ experiment, seed, port: port1 } satisfies SeedTask, { transferList: [port1] })) as Figures;
      } finally {
        port2.close();
      }
    },
    stop: () => pool.destroy(),
  };
}

/** This thread, one seed at a time. */
export function createLocalRunner(): SeedRunner {
  return {
    lanes: 1,
    run: (experiment, seed, report) => Promise.resolve(experiments[experiment].run(seed, report)),
    stop: () => Promise.resolve(),
  };
}
