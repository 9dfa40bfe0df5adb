import { minimumDegreeOrder } from './eliminationOrder.ts';

/**
 * The pattern of a sparse matrix with symmetric structure, analysed once: elimination order, fill, and where every number
 * goes. Numeric factorisations then run over flat arrays and allocate nothing.
 *
 * Storage of the values, one Float64Array of `size` numbers: diagonal [unknown] in elimination order, then the strictly
 * lower part column by column (column k holds L_ik for i in structure(k), ascending), then the strictly upper part in the
 * same positions (U_ki). A symmetric matrix leaves the upper part unused. One more slot at the end swallows entries that
 * belong to held nodes.
 */
export interface FactorPlan {
  readonly count: number;
  /** Numbers in a value array. */
  readonly size: number;
  /** position[unknown] = its turn in the elimination. */
  readonly position: Int32Array;
  readonly order: Int32Array;
  /** Column k occupies starts[k] .. starts[k + 1] of `rows`, and of the lower and upper parts. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly lower: number;
  readonly upper: number;
  /** The slot that swallows what is not part of the system. */
  readonly waste: number;
  /** A right-hand side of zeros, for whom a factorisation has none to eliminate, [count]. */
  readonly nothing: Float64Array;
  /** For each column k with structure s_0 < s_1 < …: the lower-part slot of (s_j, s_i) for all i < j, row by row; packed. */
  readonly targets: Int32Array;
}

/**
 * Analyses a pattern.
 *
 * @param neighbours  symmetric adjacency, [unknown], without the unknown itself
 * @cost   about the fill, in set operations, and 4 bytes per multiply-add of a factorisation (40 MB for a lattice of 10,000 nodes)
 */
export function planFactor(neighbours: readonly ReadonlySet<number>[]): FactorPlan {
  const count = neighbours.length;
  const order = minimumDegreeOrder(neighbours);
  const position = new Int32Array(count);
  order.forEach((unknown, turn) => (position[unknown] = turn));
  const columns = structureOf(neighbours, order, position);
  const starts = new Int32Array(count + 1);
  columns.forEach((column, k) => (starts[k + 1] = starts[k] + column.length));
  const rows = Int32Array.from(columns.flat());
  const lower = count;
  const upper = count + rows.length;
  return {
    count,
    size: upper + rows.length + 1,
    position,
    order,
    starts,
    rows,
    lower,
    upper,
    waste: upper + rows.length,
    nothing: new Float64Array(count),
    targets: targetsOf(columns, starts, lower),
  };
}

/** Slot of entry (row, column), both numbered as unknowns; the diagonal, the lower or the upper part. */
export function slotOf(plan: FactorPlan, row: number, column: number): number {
  const i = plan.position[row];
  const j = plan.position[column];
  if (i === j) return i;
  const [k, s] = i > j ? [j, i] : [i, j];
  const begin = plan.starts[k];
  const offset = plan.rows.subarray(begin, plan.starts[k + 1]).indexOf(s);
  if (offset < 0) throw new Error('the entry is not in the pattern');
  return (i > j ? plan.lower : plan.upper) + begin + offset;
}

/**
 * Factors a symmetric positive definite matrix in place: A = L·D⁻¹·Lᵀ with the pivots D on the diagonal of L.
 *
 * @param values  [size]; lower part and diagonal in, L and 1/D out
 * @param vector  a right-hand side that is eliminated along the way, which costs next to nothing; `substituteBack` solves it
 * @returns       true; false when a pivot is not positive, the values then being of no use
 * @cost   one multiply-add per entry of `plan.targets`; allocates nothing
 */
export function factorSymmetric(plan: FactorPlan, values: Float64Array, vector: Float64Array = plan.nothing): boolean {
  const { count, starts, lower, targets, rows } = plan;
  let target = 0;
  for (let k = 0; k < count; k++) {
    const pivot = values[k];
    if (!(pivot > 0)) return false;
    const inverse = 1 / pivot;
    values[k] = inverse;
    const known = vector[k];
    const begin = lower + starts[k];
    const end = lower + starts[k + 1];
    for (let j = begin; j < end; j++) {
      const entry = values[j];
      const scaled = entry * inverse;
      for (let i = begin; i < j; i++) values[targets[target++]] -= scaled * values[i];
      const diagonal = rows[j - lower];
      values[diagonal] -= scaled * entry;
      vector[diagonal] -= scaled * known;
    }
  }
  return true;
}

/**
 * Factors a matrix of symmetric structure in place without exchanging rows: A = L·D⁻¹·U with the pivots D on both diagonals.
 * Safe for the Jacobians of this program, which are diagonally dominant by columns.
 *
 * @param values  [size]; all parts in, L, 1/D and U out
 * @param vector  as for `factorSymmetric`
 * @returns       true; false when a pivot is not positive
 * @cost   two multiply-adds per entry of `plan.targets`; allocates nothing
 */
export function factorGeneral(plan: FactorPlan, values: Float64Array, vector: Float64Array = plan.nothing): boolean {
  const { count, starts, lower, upper, targets, rows } = plan;
  const shift = upper - lower;
  let target = 0;
  for (let k = 0; k < count; k++) {
    const pivot = values[k];
    if (!(pivot > 0)) return false;
    const inverse = 1 / pivot;
    values[k] = inverse;
    const known = vector[k];
    const begin = lower + starts[k];
    const end = lower + starts[k + 1];
    for (let j = begin; j < end; j++) {
      const left = values[j] * inverse;
      const right = values[j + shift] * inverse;
      for (let i = begin; i < j; i++) {
        const slot = targets[target++];
        values[slot] -= left * values[i + shift];
        values[slot + shift] -= right * values[i];
      }
      const diagonal = rows[j - lower];
      values[diagonal] -= left * values[j + shift];
      vector[diagonal] -= left * known;
    }
  }
  return true;
}

/**
 * Solves with the factors.
 *
 * @param values   factors of `factorSymmetric` or `factorGeneral`
 * @param upper    `plan.lower` after `factorSymmetric`, `plan.upper` after `factorGeneral`
 * @param vector   right-hand side in, solution out, [count], in elimination order
 * @cost   two multiply-adds per entry of the factors; allocates nothing
 */
export function solveFactored(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): void {
  const { count, starts, rows, lower } = plan;
  for (let k = 0; k < count; k++) {
    const known = vector[k] * values[k];
    const end = starts[k + 1];
    for (let entry = starts[k]; entry < end; entry++) vector[rows[entry]] -= values[lower + entry] * known;
  }
  substituteBack(plan, values, upper, vector);
}

/** The second half of `solveFactored`, for a right-hand side that the factorisation has eliminated. Half its cost. */
export function substituteBack(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): void {
  const { count, starts, rows } = plan;
  for (let k = count - 1; k >= 0; k--) {
    let sum = vector[k];
    const begin = starts[k];
    // Backwards, so that the unknown found last is asked for last: the processor need not wait for it.
    for (let entry = starts[k + 1] - 1; entry >= begin; entry--) sum -= values[upper + entry] * vector[rows[entry]];
    vector[k] = sum * values[k];
  }
}

/** Rows below the diagonal of each column of the factors, fill included, in elimination order. */
function structureOf(neighbours: readonly ReadonlySet<number>[], order: Int32Array, position: Int32Array): number[][] {
  const columns: number[][] = [];
  const children: number[][] = neighbours.map(() => []);
  for (let k = 0; k < order.length; k++) {
    const rows = new Set<number>();
    for (const neighbour of neighbours[order[k]]) if (position[neighbour] > k) rows.add(position[neighbour]);
    for (const child of children[k]) for (const row of columns[child]) if (row > k) rows.add(row);
    const sorted = [...rows].sort((a, b) => a - b);
    columns.push(sorted);
    if (sorted.length > 0) children[sorted[0]].push(k);
  }
  return columns;
}

function targetsOf(columns: readonly number[][], starts: Int32Array, lower: number): Int32Array {
  const total = columns.reduce((sum, column) => sum + (column.length * (column.length - 1)) / 2, 0);
  const targets = new Int32Array(total);
  let next = 0;
  for (const column of columns) {
    for (let j = 1; j < column.length; j++) {
      for (let i = 0; i < j; i++) {
        const within = columns[column[i]];
        targets[next++] = lower + starts[column[i]] + offsetIn(within, column[j]);
      }
    }
  }
  return targets;
}

function offsetIn(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
