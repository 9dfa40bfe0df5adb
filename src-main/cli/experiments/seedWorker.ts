/** Entry of the worker threads that run the seeds of experiments side by side. */
import { experiments } from '../../experiments/index.ts';
import type { Figures } from '../../experiments/experiment.ts';
import type { WithPort } from '../../sweeps/workerPool.ts';

/** One seed to run. */
export interface SeedTask {
  readonly experiment: string;
  readonly seed: number;
}

export default function runSeed({ experiment, seed, port }: SeedTask & WithPort): Figures {
  try {
    return experiments[experiment].run(seed, (fraction) => port.postMessage(fraction));
  } finally {
    port.close();
  }
}
