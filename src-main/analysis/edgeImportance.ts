import type { Machine } from '../machine/machine.ts';

/** What the loss of one edge would do, with learning frozen. Errors in V². */
export interface EdgeLoss {
  readonly edge: number;
  readonly errorBefore: number;
  /** NaN where an output has no path left: no error can be stated then. */
  readonly errorAfter: number;
}

/**
 * Cuts each candidate in turn, measures, and takes the cut back: E with edge e lost, for every e. This is the finite change of the
 * error and no gradient, so that it holds for a cut of any size (Dillavou 2022, Sec. III: "a substantial fraction of edges produce
 * only a modest change").
 *
 * Nothing is learnt meanwhile, so that a machine whose past can't be restored, a board with hands at it, can be measured too. The caller
 * may let others work between two losses. At the end, also an early one, the machine stands as it began, bit for bit.
 *
 * @param candidates  intact edges, [index]
 * @param measures    the set that the error is taken over
 * @cost  one measurement per candidate, and one more
 */
export async function* measureLosses(
  machine: Machine,
  candidates: readonly number[],
  measures: 'training' | 'test' | 'present',
): AsyncGenerator<EdgeLoss, void, void> {
  const checkpoint = machine.capabilities.has('checkpoint') ? await machine.checkpoint() : null;
  const { damage } = await machine.read();
  const errorBefore = await errorOf(machine, measures);
  try {
    for (const edge of candidates) {
      await machine.damage([edge], 'cut');
      const errorAfter = await errorOf(machine, measures).finally(() => machine.damage([edge], damage[edge]));
      yield { edge, errorBefore, errorAfter };
    }
  } finally {
    if (checkpoint !== null) await machine.restore(checkpoint);
  }
}

async function errorOf(machine: Machine, measures: 'training' | 'test' | 'present'): Promise<number> {
  return (await machine.measure(measures)).error;
}

/** The loss that hurts most or least, among those that leave an error to speak of; the first of equals. `null` without any. */
export function extremeLoss(losses: readonly EdgeLoss[], which: 'most' | 'least'): EdgeLoss | null {
  const sign = which === 'most' ? 1 : -1;
  return losses
    .filter(({ errorAfter }) => Number.isFinite(errorAfter))
    .reduce<EdgeLoss | null>((best, loss) => (best === null || sign * (loss.errorAfter - best.errorAfter) > 0 ? loss : best), null);
}
