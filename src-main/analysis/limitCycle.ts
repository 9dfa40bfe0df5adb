import type { Trainer } from '../learning/trainer.ts';

/** What two tasks trained in turn settle into (Dillavou 2025, Eq. 4 and Appendix A). */
export interface CycleFigures {
  /** Ē: mean of the combined error at τ/2 and at τ, V² (Eq. A4). */
  readonly error: number;
  /** D = |G(τ/2) − G(τ)|, V (Eq. 4). */
  readonly span: number;
  /** How far G(τ) moved in the last period, relative to the span (to 1 V where nothing spans): 0 in a closed cycle. */
  readonly drift: number;
  readonly periods: number;
  /** States where the first task hands over to the second (τ/2) and at the end of the period (τ), V, [edge]. */
  readonly middle: Float64Array;
  readonly end: Float64Array;
}

/** A system under alternating training, seen at its half-periods only. */
export interface AlternatingSystem {
  /** Trains half a period. */
  advanceHalf(): void;
  /** States now, V, [edge]. */
  states(): Float64Array;
  /** E(t) = (E_α + E_β)/2 now, V² (Eq. A3). */
  error(): number;
}

/**
 * A trainer whose schedule alternates between two tasks, as an alternating system.
 *
 * @param halfSteps  training steps of half a period
 * @param error      E(t), looked at without touching the run
 */
export function alternatingTraining(trainer: Trainer, halfSteps: number, error: () => number): AlternatingSystem {
  return {
    advanceHalf() {
      for (let step = 0; step < halfSteps; step++) trainer.step();
    },
    states: () => trainer.twin.bank.states,
    error,
  };
}

/**
 * Trains until the cycle closes: until the state at the end of a period moves by less than `tolerance` of the span.
 *
 * @param tolerance  0 trains `most` periods
 * @param most       periods, at least one, after which it is given up; the figures then tell the drift that is left
 */
export function settleCycle(system: AlternatingSystem, tolerance: number, most: number): CycleFigures {
  let end = Float64Array.from(system.states());
  for (let periods = 1; ; periods++) {
    system.advanceHalf();
    const middle = Float64Array.from(system.states());
    const isLast = periods >= most;
    // Looking costs solves: a run that can't end here is not looked at.
    const middleError = isLast || tolerance > 0 ? system.error() : Number.NaN;
    system.advanceHalf();
    const previous = end;
    end = Float64Array.from(system.states());
    const span = stateDistance(middle, end);
    const drift = stateDistance(previous, end) / (span > 0 ? span : 1);
    if (isLast || drift < tolerance) return { error: 0.5 * (middleError + system.error()), span, drift, periods, middle, end };
  }
}

/** Euclidean distance of two states, V. */
export function stateDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] - b[index]) ** 2;
  return Math.sqrt(sum);
}
