import { measureTable } from '../learning/measurement.ts';
import type { Trainer } from '../learning/trainer.ts';

/**
 * Looks at a trainer as if its edges were in other states, and puts everything back: states, voltages, what the clamping
 * protocol remembers.
 *
 * @param states  gate voltages, wiper positions or conductances, [edge]
 */
export function withStates<T>(trainer: Trainer, states: ArrayLike<number>, look: () => T): T {
  const { bank } = trainer.twin;
  const saved = [bank.states, trainer.memory.free, trainer.memory.clamped, trainer.clamp.memory].map(
    (values) => [values, values.slice()] as const,
  );
  bank.states.set(states);
  trainer.twin.refresh();
  try {
    return look();
  } finally {
    for (const [values, copy] of saved) values.set(copy);
    trainer.twin.refresh();
  }
}

/**
 * The ideal learning rate of every edge, averaged over datapoints: ΔV_F² − ΔV_C², V², [edge] (Dillavou 2024, Eq. 3).
 * Times A_0 it is dG/dt without bias.
 *
 * @param datapoints  of the training set
 */
export function contrast(trainer: Trainer, datapoints: readonly number[]): Float64Array {
  const { network } = trainer.experiment;
  const sum = new Float64Array(network.edgeCount);
  for (const datapoint of datapoints) {
    const free = trainer.memory.freeOf[datapoint];
    const clamped = trainer.memory.clampedOf[datapoint];
    trainer.solveBoth(datapoint, free, clamped);
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const [a, b] = [network.from[edge], network.to[edge]];
      sum[edge] += ((free[a] - free[b]) ** 2 - (clamped[a] - clamped[b]) ** 2) / datapoints.length;
    }
  }
  return sum;
}

/** Mean squared error over the training set if the edges were in these states, V². */
export function errorAt(trainer: Trainer, states: ArrayLike<number>): number {
  return withStates(trainer, states, () => measureTable(trainer, trainer.experiment.training).error);
}
