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
