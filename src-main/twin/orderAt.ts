import { schedules } from '../learning/schedules/index.ts';
import type { Order, Schedule } from '../learning/schedules/schedule.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { randomStream } from '../math/random.ts';

/** Steps that are drawn at once. */
const BLOCK = 4096;

/**
 * The datapoint of any step, whatever was asked before: the order in which the experiment's machine shows them. One that is drawn at
 * random is drawn from the first step on, block by block.
 *
 * @cost none, or one number per step up to the farthest that was asked for
 */
export function orderAt({ document: { schedule, seed }, training }: Experiment): Order {
  const random = randomStream(seed, 'schedule');
  const order = (schedules[schedule.kind] as Schedule).create(schedule, training.count, random);
  if (schedule.kind !== 'random') return order;
  /** The state of the stream before each block. */
  const starts = [random.save()];
  const drawn = new Uint32Array(BLOCK);
  let present = -1;
  return (step) => {
    const wanted = Math.floor(step / BLOCK);
    for (let block = Math.min(wanted, starts.length - 1); present !== wanted; block++) {
      random.load(starts[block]);
      for (let index = 0; index < BLOCK; index++) drawn[index] = order(block * BLOCK + index);
      starts[block + 1] ??= random.save();
      if (block === wanted) present = block;
    }
    return drawn[step % BLOCK];
  };
}
