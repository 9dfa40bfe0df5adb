/**
 * A sparse matrix of symmetric structure as `FactorPlan` stores it: the diagonal from 0 on, then the entries below it column by
 * column (column k holds the rows rows[starts[k]] .. rows[starts[k + 1]]), then those above it in the same places.
 */
export interface SparseLayout {
  readonly count: number;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly lower: number;
  readonly upper: number;
}

/** Room for the vectors of an iteration, [count] each. */
export interface KrylovSpace {
  readonly inverse: Float64Array;
  readonly residual: Float64Array;
  readonly direction: Float64Array;
  readonly product: Float64Array;
  readonly shadow: Float64Array;
  readonly scaled: Float64Array;
  readonly image: Float64Array;
}

export function krylovSpace(count: number): KrylovSpace {
  const room = (): Float64Array => new Float64Array(count);
  return { inverse: room(), residual: room(), direction: room(), product: room(), shadow: room(), scaled: room(), image: room() };
}

/** The iteration ends where the residual is this part of the right-hand side: a digit above rounding. */
const RESOLUTION = 1e-14;
/** Where the residual no longer falls, what is reached is good enough below this. */
const STALLED = 1e-12;
/** So many iterations without a smaller residual mean that it has stalled. */
const PATIENCE = 200;

/**
 * Solves with a symmetric positive definite matrix by conjugate gradients, preconditioned with its diagonal (Hestenes and Stiefel,
 * J. Res. Natl. Bur. Stand. 49, 409, 1952). Always in the same order of operations, from nothing.
 *
 * @param values  diagonal and lower part
 * @param vector  right-hand side in, solution out, [count]; zero from `end` on
 * @param end     unknowns from here on are held at zero
 * @returns       whether it has converged
 * @cost   two multiply-adds per entry of the matrix and iteration; allocates nothing
 */
export function conjugateGradients(
  layout: SparseLayout,
  values: Float64Array,
  vector: Float64Array,
  end: number,
  space: KrylovSpace,
): boolean {
  const { inverse, residual, direction, product } = space;
  const whole = begin(layout, values, vector, end, space);
  let square = whole;
  let previous = 1;
  let least = Infinity;
  let since = 0;
  while (square > RESOLUTION * RESOLUTION * whole && since <= PATIENCE) {
    let energy = 0;
    for (let k = 0; k < end; k++) energy += residual[k] * residual[k] * inverse[k];
    const momentum = energy / previous;
    for (let k = 0; k < end; k++) direction[k] = residual[k] * inverse[k] + momentum * direction[k];
    multiply(layout, values, layout.lower, direction, product, end);
    const step = energy / dot(direction, product, end);
    square = 0;
    for (let k = 0; k < end; k++) {
      vector[k] += step * direction[k];
      const left = residual[k] - step * product[k];
      residual[k] = left;
      square += left * left;
    }
    previous = energy;
    since = square < least ? 0 : since + 1;
    if (square < least) least = square;
  }
  return square <= STALLED * STALLED * whole;
}

/**
 * The same for a matrix that is not symmetric, by stabilised biconjugate gradients (van der Vorst, SIAM J. Sci. Stat. Comput. 13, 631,
 * 1992): two products an iteration.
 */
export function stabilisedGradients(
  layout: SparseLayout,
  values: Float64Array,
  vector: Float64Array,
  end: number,
  space: KrylovSpace,
): boolean {
  const { inverse, residual, shadow, direction, product, scaled, image } = space;
  const whole = begin(layout, values, vector, end, space);
  shadow.set(residual);
  product.fill(0);
  let square = whole;
  let correlation = 1;
  let step = 1;
  let damping = 1;
  let least = Infinity;
  let since = 0;
  // Without damping the method has broken down: what is there already has to do.
  while (square > RESOLUTION * RESOLUTION * whole && since <= PATIENCE && damping !== 0) {
    const next = dot(shadow, residual, end);
    const momentum = (next / correlation) * (step / damping);
    correlation = next;
    for (let k = 0; k < end; k++) direction[k] = residual[k] + momentum * (direction[k] - damping * product[k]);
    for (let k = 0; k < end; k++) scaled[k] = direction[k] * inverse[k];
    multiply(layout, values, layout.upper, scaled, product, end);
    step = correlation / dot(shadow, product, end);
    for (let k = 0; k < end; k++) {
      vector[k] += step * scaled[k];
      residual[k] -= step * product[k];
    }
    for (let k = 0; k < end; k++) scaled[k] = residual[k] * inverse[k];
    multiply(layout, values, layout.upper, scaled, image, end);
    const length = dot(image, image, end);
    damping = length > 0 ? dot(image, residual, end) / length : 0;
    square = 0;
    for (let k = 0; k < end; k++) {
      vector[k] += damping * scaled[k];
      const left = residual[k] - damping * image[k];
      residual[k] = left;
      square += left * left;
    }
    since = square < least ? 0 : since + 1;
    if (square < least) least = square;
  }
  return square <= STALLED * STALLED * whole;
}

/** The residual of nothing is the right-hand side; the solution begins at nothing. Returns the square of the residual. */
function begin({ count }: SparseLayout, values: Float64Array, vector: Float64Array, end: number, space: KrylovSpace): number {
  const { inverse, residual, direction } = space;
  residual.set(vector);
  residual.fill(0, end);
  vector.fill(0);
  direction.fill(0);
  for (let k = 0; k < count; k++) inverse[k] = 1 / values[k];
  return dot(residual, residual, end);
}

/** product = A·x; x is zero from `end` on, and what the product would be there is left out. */
function multiply(
  { starts, rows, lower }: SparseLayout,
  values: Float64Array,
  upper: number,
  x: Float64Array,
  product: Float64Array,
  end: number,
): void {
  for (let k = 0; k < end; k++) product[k] = values[k] * x[k];
  for (let k = 0; k < end; k++) {
    const known = x[k];
    let sum = product[k];
    const last = starts[k + 1];
    for (let entry = starts[k]; entry < last; entry++) {
      const row = rows[entry];
      sum += values[upper + entry] * x[row];
      product[row] += values[lower + entry] * known;
    }
    product[k] = sum;
  }
  product.fill(0, end);
}

function dot(x: Float64Array, y: Float64Array, end: number): number {
  let sum = 0;
  for (let k = 0; k < end; k++) sum += x[k] * y[k];
  return sum;
}
