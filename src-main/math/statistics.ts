/**
 * Quantile of a sample by linear interpolation between order statistics (type 7 of Hyndman and Fan, the convention of R and numpy).
 *
 * @param sample  at least one finite number, any order
 * @param p       0..1
 * @throws RangeError on an empty sample or p outside 0..1
 * @cost   one sort
 * @example quantile([3, 1, 2, 4], 0.5) // => 2.5
 */
export function quantile(sample: readonly number[], p: number): number {
  if (sample.length === 0) throw new RangeError('a quantile needs at least one number');
  if (!(p >= 0 && p <= 1)) throw new RangeError('a quantile lies between 0 and 1');
  const sorted = [...sample].sort((a, b) => a - b);
  const position = p * (sorted.length - 1);
  const lower = Math.floor(position);
  const upper = Math.min(lower + 1, sorted.length - 1);
  return sorted[lower] + (position - lower) * (sorted[upper] - sorted[lower]);
}

/** Middle of a sample. See `quantile`. */
export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}

/** First quartile, median, third quartile. */
export function quartiles(sample: readonly number[]): [number, number, number] {
  return [quantile(sample, 0.25), quantile(sample, 0.5), quantile(sample, 0.75)];
}
