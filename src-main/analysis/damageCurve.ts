import type { Machine } from '../machine/machine.ts';
import { randomStream, shuffled } from '../math/random.ts';

export interface DamageCurveOptions {
  /** Edges that may be lost, [index]: intact ones. */
  readonly candidates: readonly number[];
  /** Random orders of losing them; each has a stream of its own, so that more draws begin with the same ones. */
  readonly draws: number;
  /** Learning steps after each loss in the second table. */
  readonly relearnSteps: number;
  /** The set that the error is taken over. */
  readonly measures: 'training' | 'test' | 'present';
  readonly seed: number;
}

/** Errors of one order of losses, V², [edges lost − 1]; NaN from the loss on that leaves an output without any path. */
export interface DamageDraw {
  readonly frozen: Float64Array;
  readonly relearned: Float64Array;
}

/** How far it is: 0..1, and the draw that was just completed. */
export interface DamageCurveProgress {
  readonly done: number;
  readonly draw: DamageDraw | null;
}

/** Steps × edges that are trained between two yields: some milliseconds of work. */
const CHUNK = 6000;

/**
 * Loses edge after edge in random orders, from the state that the machine has now: once with learning frozen, and once with
 * `relearnSteps` of learning after each loss, as in Dillavou 2022, Fig. 5b. The second answers how many edges a network that
 * goes on learning can lose; the first, how much of that it owes to learning.
 *
 * Yields often enough for others to work in between; ends where it began.
 *
 * @cost  draws × candidates × (2 measurements + relearnSteps)
 */
export async function* damageCurve(machine: Machine, options: DamageCurveOptions): AsyncGenerator<DamageCurveProgress, void, void> {
  const { candidates, draws } = options;
  const checkpoint = await machine.checkpoint();
  let lost = 0;
  const progress = (draw: DamageDraw | null): DamageCurveProgress => ({ done: lost / (2 * draws * candidates.length), draw });
  try {
    for (let index = 0; index < draws; index++) {
      const order = shuffled(candidates, randomStream(options.seed, `damage curve ${index}`));
      const draw: DamageDraw = { frozen: nothing(order), relearned: nothing(order) };
      for (const kind of ['frozen', 'relearned'] as const) {
        await machine.restore(checkpoint);
        const steps = kind === 'frozen' ? 0 : options.relearnSteps;
        for (let count = 0; count < order.length; count++, lost++) {
          await machine.damage([order[count]], 'cut');
          for await (const _ of learn(machine, steps)) yield progress(null);
          const { error } = await machine.measure(options.measures);
          draw[kind][count] = error;
          // Without any path to an output nothing can be relearned: the rest of this order is lost too.
          if (!Number.isFinite(error)) {
            lost += order.length - count;
            break;
          }
          yield progress(null);
        }
      }
      yield progress(draw);
    }
  } finally {
    await machine.restore(checkpoint);
  }
}

async function* learn(machine: Machine, steps: number): AsyncGenerator<void, void, void> {
  const chunk = Math.max(1, Math.round(CHUNK / machine.network.edgeCount));
  for (let done = 0; done < steps; done += chunk) {
    await machine.advance(Math.min(chunk, steps - done));
    yield;
  }
}

function nothing(order: readonly number[]): Float64Array {
  return new Float64Array(order.length).fill(Number.NaN);
}
