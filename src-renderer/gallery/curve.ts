/**
 * A curve of errors on a logarithmic scale, as the path of an SVG: the largest at the top, the smallest at the bottom. Where an error
 * is not known or zero, the curve has a gap.
 *
 * @example errorCurve([1, 0.1, 0.01], 100, 50) // => 'M0 0L50 25L100 50'
 */
export function errorCurve(errors: readonly (number | null)[], width: number, height: number): string {
  const heights = errors.map((error) => (error === null || !(error > 0) ? null : Math.log(error)));
  const known = heights.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  let path = '';
  heights.forEach((value, index) => {
    if (value === null) return;
    const x = errors.length > 1 ? (index / (errors.length - 1)) * width : 0;
    const y = high > low ? ((high - value) / (high - low)) * height : height / 2;
    path += `${index === 0 || heights[index - 1] === null ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`;
  });
  return path;
}

const rounded = (value: number): number => Math.round(10 * value) / 10;
