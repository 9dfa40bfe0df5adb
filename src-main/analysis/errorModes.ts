/**
 * Modes of error: the error of a whole training set, split into its mean, slope, curvature … (Dillavou 2024, Appendix C).
 * The basis is made by Gram and Schmidt from powers of the inputs, v_jk = V1^j·V2^k element by element, each made orthogonal to
 * all earlier ones (Eqs. C1 to C4; C3's sum must run over all earlier modes) and normalised.
 */
export interface ErrorMode {
  /** "0", "1", "2" … for one input, "00", "10" … for two: the powers of each input. */
  readonly name: string;
  /** Unit vector, [datapoint]. */
  readonly direction: Float64Array;
}

/** Below this length, relative to the vector it came from, what Gram and Schmidt leave is rounding: the mode does not exist on these points. */
const DEPENDENT = 1e-9;

/**
 * The modes of a training set.
 *
 * @param inputs   V, [input][datapoint], one or two inputs
 * @param highest  highest power of each input; powers that the points can't tell apart from lower ones are left out
 * @cost   O(modes²·datapoints)
 */
export function errorModes(inputs: readonly Float64Array[], highest: number): ErrorMode[] {
  const modes: ErrorMode[] = [];
  for (const powers of powersUpTo(inputs.length, highest)) {
    const vector = inputs[0].map((_, datapoint) =>
      powers.reduce((product, power, input) => product * inputs[input][datapoint] ** power, 1),
    );
    const before = length(vector);
    // Twice is enough: the second pass removes what rounding left along earlier modes.
    for (let pass = 0; pass < 2; pass++) for (const { direction } of modes) subtract(vector, direction, dot(vector, direction));
    const after = length(vector);
    if (after > DEPENDENT * before) modes.push({ name: powers.join(''), direction: vector.map((value) => value / after) });
  }
  return modes;
}

/** Signed contribution of each mode, V, [mode]: the projection of the errors O − L on it. */
export function projectErrors(modes: readonly ErrorMode[], errors: Float64Array): number[] {
  return modes.map(({ direction }) => dot(direction, errors));
}

/** In the paper's order: 0, 1, 2 … for one input; 00, 10, 01, 11 … for two, by rising total power. */
function powersUpTo(inputs: number, highest: number): number[][] {
  if (inputs === 1) return Array.from({ length: highest + 1 }, (_, power) => [power]);
  const pairs: number[][] = [];
  for (let total = 0; total <= 2 * highest; total++) {
    for (let first = Math.min(total, highest); first >= Math.max(0, total - highest); first--) pairs.push([first, total - first]);
  }
  return pairs;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function subtract(vector: Float64Array, direction: Float64Array, amount: number): void {
  for (let index = 0; index < vector.length; index++) vector[index] -= amount * direction[index];
}
