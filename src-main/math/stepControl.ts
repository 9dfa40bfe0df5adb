/**
 * Writes dy/dt at a time and a state into `rates`; allocates nothing. May be called at trial states that are never accepted.
 */
export type Derivative = (time: number, state: Float64Array, rates: Float64Array) => void;

export interface AdaptiveTolerances {
  /** Error allowed in one step, relative to each number of the state and absolutely (the sum of both counts). */
  readonly relative: number;
  readonly absolute: number;
}

/**
 * A factor on the step size, in sixty-fourths: the last bits of a power, which differ between machines, must not show in the solution.
 */
export function roundedFactor(factor: number): number {
  return Math.round(64 * factor) / 64;
}

/** @throws RangeError where a saved state does not fit */
export function requireSize(saved: readonly number[], state: Float64Array): void {
  if (saved.length !== state.length) throw new RangeError(`a state of ${saved.length} numbers was saved, but this one has ${state.length}`);
}
