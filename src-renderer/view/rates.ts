/** Part of the scale above which a rate is marked by an arrow as well as by its colour. */
const arrowFraction = 0.25;

/**
 * A round end for the colour scale of these rates: the next of 1, 2, 5 × 10ⁿ above the 95th percentile of their magnitudes, so
 * that one runaway edge does not turn all others grey.
 *
 * @returns  `null` when nothing changes
 * @example fitRange([0.3, -1.4, 0.2]) // => 2
 */
export function fitRange(rates: readonly number[]): number | null {
  const magnitudes = rates.map(Math.abs).filter((rate) => rate > 0 && Number.isFinite(rate));
  if (magnitudes.length === 0) return null;
  magnitudes.sort((left, right) => left - right);
  const high = magnitudes[Math.min(Math.ceil(0.95 * magnitudes.length), magnitudes.length) - 1];
  const decade = 10 ** Math.floor(Math.log10(high));
  const step = [1, 2, 5, 10].find((factor) => factor * decade >= high * (1 - 1e-9)) ?? 10;
  return step * decade;
}

/** Which way a rate goes, as far as a person cares. */
export function trendOf(rate: number, range: number): 'rising' | 'falling' | 'steady' {
  if (Math.abs(rate) <= arrowFraction * range) return 'steady';
  return rate > 0 ? 'rising' : 'falling';
}

/** Round numbers for the end of a scale, closer together than for rates: widths are compared by eye. */
const roundFactors = [1, 1.5, 2, 3, 5, 7, 10];
/** Room above the upper quartile of now, for edges that grow; a few strong edges must not make all others thin. */
const growth = 1.6;

/**
 * Conductances at the ends of the scale of widths: from the lower end of what the edges can take to a round number above
 * what most of them conduct now, never beyond what they can take.
 *
 * @param conductances  S, [edge]; cut (0) and shorted edges don't count
 * @param range         S, at the ends of the range of states
 * @example fitWidths([5.5e-4, 0], [0, 3.8e-3]) // => [0, 1e-3]
 */
export function fitWidths(conductances: readonly number[], [low, high]: readonly [number, number]): [number, number] {
  const counted = conductances.filter((conductance) => conductance > low && conductance <= high * 1.001);
  if (counted.length === 0) return [low, high];
  counted.sort((left, right) => left - right);
  const wanted = growth * counted[Math.floor(0.75 * counted.length)];
  const decade = 10 ** Math.floor(Math.log10(wanted));
  const factor = roundFactors.find((candidate) => candidate * decade >= wanted * (1 - 1e-9)) ?? 10;
  return [low, Math.min(Number((factor * decade).toPrecision(3)), high)];
}
