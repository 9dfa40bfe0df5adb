/** Standard normal distribution function. Relative error below 1.2e-7 everywhere (Numerical Recipes, erfc by Chebyshev fitting). */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * z);
  let sum = 0;
  for (let order = ERFC.length - 1; order >= 0; order--) sum = sum * t + ERFC[order];
  const tail = 0.5 * t * Math.exp(-z * z + sum);
  return x < 0 ? tail : 1 - tail;
}

const ERFC = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Highest code of a converter with 8 bits: what lies above reads as this. */
export const HIGHEST_CODE = 255;

/**
 * Mean and variance of a rounded reading of a voltage, in steps of the converter, and the slope of the mean: noise below a third of a step
 * leaves the mean off the voltage by up to half a step, and nothing reads below 0 or above the highest code.
 *
 * @param noise  σ, in steps; at least 0.05
 */
export function roundedMoments(x: number, noise: number): { readonly mean: number; readonly variance: number; readonly slope: number } {
  const middle = Math.round(x);
  const reach = Math.ceil(6 * noise) + 1;
  let [mean, square, below, slope] = [0, 0, 0, 0];
  for (let code = middle - reach; code <= middle + reach; code++) {
    const edge = (code + 0.5 - x) / noise;
    const next = normalCdf(edge);
    const read = Math.min(Math.max(code, 0), HIGHEST_CODE) - middle;
    mean += read * (next - below);
    square += read * read * (next - below);
    below = next;
    if (code >= 0 && code < HIGHEST_CODE) slope += normalDensity(edge) / noise;
  }
  return { mean: middle + mean, variance: square - mean * mean, slope };
}

/** Noise that is tried, in steps: coarsely first, then near the best. */
const COARSE = Array.from({ length: 30 }, (_, index) => 0.05 + 0.04 * index);
const FINE = Array.from({ length: 33 }, (_, index) => 0.0025 * (index - 16));
/** Over which the curvature is taken. */
const WIDTH = 0.01;
/** Far from either end of a converter, where an offset from a code is looked at. */
const INSIDE = 128;

/**
 * Where the voltages of some channels lie between the codes, and the noise that all share, from repeated readings of each.
 *
 * @param channels  readings less what was imposed, in steps, none at an end of the converter; each a mean of `repeats`
 * @returns         the offsets, [channel], the noise, and the standard deviations of both, in steps
 */
export function roundedOffsets(
  channels: readonly (readonly number[])[],
  repeats: number,
): { readonly offsets: number[]; readonly deviations: number[]; readonly noise: number; readonly noiseDeviation: number } {
  const moments = channels.map((readings) => {
    const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
    const spread = readings.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(readings.length - 1, 1);
    return { mean, spread, count: readings.length };
  });
  if (channels.length === 0) return { offsets: [], deviations: [], noise: UNKNOWN, noiseDeviation: UNKNOWN };
  const costOf = (noise: number): number => {
    let cost = 0;
    for (const { mean, spread, count } of moments) {
      const variance = roundedMoments(INSIDE + offsetOf(mean, noise), noise).variance / repeats + FLOOR;
      cost += 0.5 * (count - 1) * (Math.log(variance) + spread / variance);
    }
    return cost;
  };
  const leastOf = (tried: readonly number[]): number => tried.reduce((least, noise) => (costOf(noise) < costOf(least) ? noise : least));
  const coarse = leastOf(COARSE);
  const noise = leastOf(FINE.map((off) => Math.max(coarse + off, COARSE[0])));
  // Where the cost has risen by a half lies one standard deviation.
  const curvature = (costOf(noise + WIDTH) - 2 * costOf(noise) + costOf(noise - WIDTH)) / WIDTH ** 2;
  const noiseDeviation = Math.min(1 / Math.sqrt(Math.max(curvature, 1)), noise);
  const offsets = moments.map(({ mean }) => offsetOf(mean, noise));
  const deviations = offsets.map((offset, channel) => {
    const { variance, slope } = roundedMoments(INSIDE + offset, noise);
    const one = Math.sqrt((variance / repeats + FLOOR) / moments[channel].count) / Math.max(slope, 0.02);
    return Math.min(one, UNIFORM);
  });
  return { offsets, deviations, noise, noiseDeviation };
}

/** Variance that is never excluded, in steps²: a channel that never changed its code is not known without limit. */
const FLOOR = 1e-4;
/** Noise where no channel tells it, in steps: that of a usual board. */
const UNKNOWN = 0.3;
/** Standard deviation of what lies anywhere within a step. */
const UNIFORM = 1 / Math.sqrt(12);

/** The voltage whose rounded mean that is, in steps. */
function offsetOf(mean: number, noise: number): number {
  let [low, high] = [mean - 0.6, mean + 0.6];
  for (let turn = 0; turn < 30; turn++) {
    const middle = 0.5 * (low + high);
    if (roundedMoments(INSIDE + middle, noise).mean < INSIDE + mean) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
