/** What numbers of one kind are like before their own data are looked at. */
export interface SharedPrior {
  readonly mean: number;
  readonly spread: number;
}

/** Fewer of a kind that the data tell anything of say nothing of the kind. */
const FEWEST = 8;
/** Data that know a number less well than this part of its prior's precision say nothing of it. */
const LEAST_INFORMATION = 0.05;
/** No kind is known to be more alike than this part of what was typical before. */
const MOST_ALIKE = 1e-3;
const BISECTIONS = 50;

/**
 * What the numbers of one kind have in common, by those of them that the data tell: the gates of a board are moved by equal parts, so that
 * an edge of which little is known is like the others sooner than like other boards. With b_e what the data alone say and v_e its variance,
 * the variance τ² between the edges solves Σ (b_e − μ)²/(v_e + τ²) = n − 1, μ being the mean under these weights (Paule and Mandel 1982).
 *
 * @param found    estimates and variances under the typical prior, [edge]
 * @param typical  of boards of this kind; it stands where too few edges tell anything
 * @cost edges
 */
export function sharedPrior(found: readonly { readonly mean: number; readonly variance: number }[], typical: SharedPrior): SharedPrior {
  const own = typical.spread ** -2;
  const told = found.flatMap(({ mean, variance }) => {
    const information = 1 / variance - own;
    if (information < LEAST_INFORMATION * own) return [];
    return [{ value: (mean / variance - typical.mean * own) / information, variance: 1 / information }];
  });
  if (told.length < FEWEST) return typical;
  const at = (between: number): { mean: number; deviation: number; excess: number } => {
    const weights = told.map(({ variance }) => 1 / (variance + between));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = told.reduce((sum, { value }, index) => sum + weights[index] * value, 0) / total;
    return {
      mean,
      deviation: total ** -0.5,
      excess: told.reduce((sum, { value }, index) => sum + weights[index] * (value - mean) ** 2, 0) - (told.length - 1),
    };
  };
  const least = (MOST_ALIKE * typical.spread) ** 2;
  const values = told.map(({ value }) => value);
  let [low, high] = [least, Math.max((Math.max(...values) - Math.min(...values)) ** 2, 2 * least)];
  if (at(low).excess <= 0) high = low;
  for (let round = 0; round < BISECTIONS; round++) {
    const middle = Math.sqrt(low * high);
    if (at(middle).excess > 0) low = middle;
    else high = middle;
  }
  // How well the mean itself is known is part of what an edge may be.
  const { mean, deviation } = at(high);
  return { mean, spread: Math.hypot(Math.sqrt(high), deviation) };
}
