import { schedules } from '../learning/schedules/index.ts';
import type { Order, Schedule } from '../learning/schedules/schedule.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { protocolRows, protocolSeed } from '../machine/protocolRows.ts';
import { randomStream } from '../math/random.ts';
import type { MeasuredState } from './measured.ts';

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
  return schedule.kind === 'random' ? blockwise(order, random) : order;
}

/**
 * The order of what was measured. A board draws a random order itself, by the generator of the protocol: reproducible, but another one than that
 * of the simulation. Which of the two it was the datapoints tell that were on when it was measured; where they don't, that of the simulation.
 *
 * @param moments  `states` may be missing; the first of them is the training datapoint that was on
 */
export function measuredOrder(
  experiment: Experiment,
  moments: readonly { readonly step: number; readonly states?: readonly Pick<MeasuredState, 'datapoint' | 'set'>[] }[],
): Order {
  const { document, training } = experiment;
  const own = orderAt(experiment);
  if (document.schedule.kind !== 'random') return own;
  const rows = protocolRows(protocolSeed(document.seed), training.count);
  const board = blockwise(() => rows.next(), rows);
  const agreeing = (order: Order): number =>
    moments.filter(({ step, states = [] }) => step > 0 && states[0]?.set === 'training' && order(step - 1) === states[0].datapoint).length;
  return agreeing(board) > agreeing(own) ? board : own;
}

/** Any step of an order that can only be drawn from the first on, with the state of its numbers before each block. */
function blockwise(order: Order, random: { save(): number[]; load(state: readonly number[]): void }): Order {
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
