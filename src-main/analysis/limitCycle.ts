/** What two tasks trained in turn settle into (Dillavou 2025, Eq. 4 and Appendix A). */
export interface CycleFigures {
  /** Ē: mean of the combined error at τ/2 and at τ, V² (Eq. A4). */
  readonly error: number;
  /** D = |G(τ/2) − G(τ)|, V (Eq. 4). */
  readonly span: number;
  /** How far G(τ) moved in the last period, relative to the span (to 1 V where nothing spans): 0 in a closed cycle. */
  readonly drift: number;
  readonly periods: number;
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
 * Trains until the cycle closes: until the state at the end of a period moves by less than `tolerance` of the span.
 *
 * @param most  periods after which it is given up; the figures then tell the drift that is left
 */
export function settleCycle(system: AlternatingSystem, tolerance: number, most: number): CycleFigures {
  let end = Float64Array.from(system.states());
  let figures: CycleFigures = { error: Number.NaN, span: Number.NaN, drift: Infinity, periods: 0 };
  for (let periods = 1; periods <= most; periods++) {
    system.advanceHalf();
    const middle = Float64Array.from(system.states());
    const middleError = system.error();
    system.advanceHalf();
    const previous = end;
    end = Float64Array.from(system.states());
    const span = distance(middle, end);
    const drift = distance(previous, end) / (span > 0 ? span : 1);
    figures = { error: 0.5 * (middleError + system.error()), span, drift, periods };
    if (drift < tolerance) break;
  }
  return figures;
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - b[index]) ** 2, 0));
}
