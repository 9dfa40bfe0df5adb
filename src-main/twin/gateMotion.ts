/**
 * A gate between its rails. Below, a diode lifts it; above, the supply ends, and the less the nearer the gate is:
 *
 *   dG/dt = r + e^((V_d − G)/w) − e^((G − V_c)/u)      (exponentials in V/s)
 *
 * A gate at rest on a rail stands where the exponential balances the drive r, so that it tells how strong the drive is.
 */

/** w, V: two thermal voltages, as of a small silicon diode. */
export const DIODE_WIDTH = 0.053;
/** u, V: how the last amplifier before the gate loses its current towards the supply; by the resting gates of the measured boards. */
export const CEILING_WIDTH = 0.02;

/** A rail is not felt farther away than this many of its widths: its rate is then below 1e-4 V/s. */
const FELT = 10;

/**
 * The gate after a time at constant drive. Rails are integrated exactly, each on its own: with x = e^((G−V_d)/w),
 * dx/dt = (r·x + 1 V/s)/w; the upper one is its mirror image.
 *
 * @param rate     r, V/s
 * @param diode    V_d: where the diode lifts by 1 V/s, V
 * @param ceiling  V_c: where the supply holds back 1 V/s, V
 */
export function movedGate(gate: number, rate: number, duration: number, diode: number, ceiling: number): number {
  const next = gate + rate * duration;
  // The rail that the gate is driven against stands before the one that it leaves.
  if (rate < 0 && next < diode + FELT * DIODE_WIDTH) return onRail(gate, rate, duration, diode, DIODE_WIDTH);
  if (Math.max(gate, next) > ceiling - FELT * CEILING_WIDTH) return -onRail(-gate, -rate, duration, -ceiling, CEILING_WIDTH);
  if (Math.min(gate, next) < diode + FELT * DIODE_WIDTH) return onRail(gate, rate, duration, diode, DIODE_WIDTH);
  return next;
}

function onRail(gate: number, rate: number, duration: number, rail: number, width: number): number {
  // ln x(t) = ln(e^a + e^b), a without the rail and b what the rail alone leads to; logarithms, because x spans hundreds of decades.
  const q = (rate * duration) / width;
  const a = (gate - rail) / width + q;
  const b = Math.abs(q) < 1e-9 ? Math.log(duration / width) : Math.max(q, 0) + Math.log(-Math.expm1(-Math.abs(q)) / Math.abs(rate));
  return rail + width * (Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))));
}

/** What the rails add to the drive of a gate, V/s. */
export function railRate(gate: number, diode: number, ceiling: number): number {
  return Math.exp(Math.min((diode - gate) / DIODE_WIDTH, MOST)) - Math.exp(Math.min((gate - ceiling) / CEILING_WIDTH, MOST));
}

/** ln of 20 V/s, beyond what any drive can hold against. */
const MOST = 3;

/** Where the diode is whose gate rests here against this drive, V; `null` where the drive does not push against it. */
export function diodeOfRest(gate: number, rate: number): number | null {
  return rate < -WEAKEST ? gate + DIODE_WIDTH * Math.log(-rate) : null;
}

/** Where the supply ends if a gate rests here against this drive, V; `null` where the drive does not push against it. */
export function ceilingOfRest(gate: number, rate: number): number | null {
  return rate > WEAKEST ? gate - CEILING_WIDTH * Math.log(rate) : null;
}

/** A drive below this is as uncertain as it is large, V/s. */
const WEAKEST = 0.1;
