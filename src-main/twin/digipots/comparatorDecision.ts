import { normalCdf, normalDensity } from './rounding.ts';

/** The two comparators of an edge, as calibration knows them. V. */
export interface EdgeComparators {
  readonly offset: number;
  readonly signOffset: number;
  readonly noise: number;
  readonly lift: number;
}

/** Probability of a step up, and what it depends on; per volt, and per unit of ln noise. */
export interface DecisionChance {
  up: number;
  byDifference: number;
  bySense: number;
  byLift: number;
  byLogNoise: number;
}

/**
 * Part of the recorded decisions that a coin makes, whatever the voltages: a code that was taken for its neighbour, a wiper that was misread. It
 * keeps one such from outweighing a thousand others.
 */
export const LAPSE = 0.002;

/**
 * What the circuit decides (`rules/sign.ts`, "comparators"): with d = ΔV_C − ΔV_F + offset and s = ΔV_C + signOffset, each with its own
 * noise of standard deviation σ, a wiper goes up where (s < 0 ? −d : d) + lift > 0, so that
 *
 *   P(up) = Φ(−s/σ)·Φ((lift − d)/σ) + Φ(s/σ)·Φ((lift + d)/σ)
 *
 * which holds for drops of either sign, of opposite signs too.
 *
 * @param lapse  share of all that is decided by a coin
 */
export function decisionChance(freeDrop: number, clampedDrop: number, edge: EdgeComparators, lapse: number, chance: DecisionChance): void {
  const { offset, signOffset, noise, lift } = edge;
  const difference = clampedDrop - freeDrop + offset;
  const sense = (clampedDrop + signOffset) / noise;
  const [mirrored, straight] = [(lift - difference) / noise, (lift + difference) / noise];
  const [isMirrored, isStraight] = [normalCdf(-sense), normalCdf(sense)];
  const [upMirrored, upStraight] = [normalCdf(mirrored), normalCdf(straight)];
  const [atMirrored, atStraight] = [isMirrored * normalDensity(mirrored), isStraight * normalDensity(straight)];
  const turn = normalDensity(sense) * (upMirrored - upStraight);
  const kept = 1 - lapse;
  chance.up = 0.5 * lapse + kept * (isMirrored * upMirrored + isStraight * upStraight);
  chance.byDifference = (kept * (atStraight - atMirrored)) / noise;
  chance.bySense = (-kept * turn) / noise;
  chance.byLift = (kept * (atStraight + atMirrored)) / noise;
  chance.byLogNoise = kept * (turn * sense - atMirrored * mirrored - atStraight * straight);
}
