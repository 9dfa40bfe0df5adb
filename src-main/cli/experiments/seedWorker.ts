/** Entry of the worker threads that run the seeds of experiments side by side. */
import type { MessagePort } from 'node:worker_threads';
import { experiments } from '../../experiments/index.ts';
import type { Figures } from '../../experiments/experiment.ts';

/** One seed to run; fractions done are sent to `port`. */
export interface SeedTask {
  readonly experiment: string;
  readonly seed: number;
  readonly port: MessagePort;
}

export default function runSeed({ experiment, seed, port }: SeedTask): Figures {
  try {
    return experiments[experiment].run(seed, (fraction) => port.postMessage(fraction));
  } finally {
    port.close();
  }
}
