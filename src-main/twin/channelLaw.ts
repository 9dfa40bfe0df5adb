/** What the edges of one network have in common, beside their own gain and threshold. */
export interface ChannelShape {
  /** u, V: how smoothly the channel opens; below threshold the current falls by e per u/2. 0 is the square law's corner. */
  readonly softness: number;
  /** δ: how much more than the gate the ends count (body effect). */
  readonly body: number;
  /** θ, 1/V: loss of mobility with overdrive. */
  readonly degradation: number;
}

/** Current of a channel and its derivatives. One object is filled again and again: nothing is allocated inside the loops. */
export interface ChannelPoint {
  /** A, from a to b. */
  current: number;
  /** ∂I/∂V_a, ∂I/∂V_b, ∂I/∂G, S. ∂I/∂V_th is −∂I/∂G, and ∂I/∂ln S is I. */
  byA: number;
  byB: number;
  byGate: number;
  /** ∂I/∂u, ∂I/∂δ, ∂I/∂θ. */
  bySoftness: number;
  byBody: number;
  byDegradation: number;
}

export function createChannelPoint(): ChannelPoint {
  return { current: 0, byA: 0, byB: 0, byGate: 0, bySoftness: 0, byBody: 0, byDegradation: 0 };
}

/** Below this softness the corner is as good as sharp, V. */
export const SHARP = 1e-4;

/**
 * The channel of a transistor from strong inversion to far below threshold, in the manner of Enz, Krummenacher and Vittoz (1995):
 *
 *   I(a→b) = S/(2·(1+δ))·[p(x_b)² − p(x_a)²] / (1 + θ·p(x̄)),   p(x) = u·ln(1 + e^(x/u)),
 *   x_a = G − V_th − (1+δ)·V_a,  x_b likewise,  x̄ at the mean of the ends.
 *
 * With u → 0, δ = 0 and θ = 0 it is the square law with pinch-off of `src-main/physics/elements.ts`. Idealised: no modulation of
 * the channel's length, θ felt at the middle of the channel alone.
 *
 * @cost three exponentials and three logarithms; allocates nothing
 */
export function channel(
  shape: ChannelShape,
  transconductance: number,
  threshold: number,
  gate: number,
  a: number,
  b: number,
  point: ChannelPoint,
): void {
  const { body, degradation } = shape;
  const softness = Math.max(shape.softness, SHARP);
  const open = gate - threshold;
  const ends = 1 + body;
  const middle = 0.5 * (a + b);
  const pa = softplus(open - ends * a, softness);
  const slopeA = lastSlope;
  const bySoftnessA = lastBySoftness;
  const pb = softplus(open - ends * b, softness);
  const slopeB = lastSlope;
  const bySoftnessB = lastBySoftness;
  const pm = softplus(open - ends * middle, softness);
  const slopeM = lastSlope;
  const bySoftnessM = lastBySoftness;
  const mobility = 1 / (1 + degradation * pm);
  const scale = (0.5 * transconductance * mobility) / ends;
  // The product form keeps full precision where both ends are nearly equal.
  const current = scale * (pb - pa) * (pb + pa);
  const drag = current * mobility * degradation;
  point.current = current;
  point.byA = 2 * scale * ends * pa * slopeA + 0.5 * drag * slopeM * ends;
  point.byB = -2 * scale * ends * pb * slopeB + 0.5 * drag * slopeM * ends;
  point.byGate = 2 * scale * (pb * slopeB - pa * slopeA) - drag * slopeM;
  point.bySoftness = 2 * scale * (pb * bySoftnessB - pa * bySoftnessA) - drag * bySoftnessM;
  point.byBody = 2 * scale * (pa * slopeA * a - pb * slopeB * b) - current / ends + drag * slopeM * middle;
  point.byDegradation = -current * mobility * pm;
}

/** Slope and ∂/∂u of the last `softplus`: second results without an object per call. */
let lastSlope = 0;
let lastBySoftness = 0;

function softplus(x: number, u: number): number {
  const decay = Math.exp(-Math.abs(x) / u);
  const log = Math.log1p(decay);
  lastSlope = x > 0 ? 1 / (1 + decay) : decay / (1 + decay);
  // d/du [u·ln(1 + e^(x/u))] = ln(1 + e^(x/u)) − (x/u)·slope; the two large terms cancel for x > 0.
  lastBySoftness = x > 0 ? log + (x / u) * (1 - lastSlope) : log - (x / u) * lastSlope;
  return (x > 0 ? x : 0) + u * log;
}
