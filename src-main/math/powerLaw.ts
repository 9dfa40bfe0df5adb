/**
 * Exponent of a power law y ∝ x^p: slope of the straight line through log y against log x by least squares.
 *
 * @param points  pairs (x, y), all positive
 * @returns       `null` with fewer than two points
 * @example powerLawExponent([[1, 2], [10, 200]]) // => 2
 */
export function powerLawExponent(points: readonly (readonly [number, number])[]): number | null {
  if (points.length < 2) return null;
  const logs = points.map(([x, y]): [number, number] => [Math.log(x), Math.log(y)]);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
