import { createArena, ordinaryArena, type DenseArena } from './denseArena.ts';
import { minimumDegreeOrder } from './eliminationOrder.ts';
import { fillStructure } from './fillStructure.ts';
import { conjugateGradients, krylovSpace, stabilisedGradients, type KrylovSpace } from './krylov.ts';
import { firstSeparator, nestedDissectionOrder } from './nestedDissection.ts';
import { factorCholesky, factorTriangles } from './supernodalFactor.ts';
import { solveBackward, solveForward } from './supernodalSolve.ts';
import { placeInPanels, planSupernodes, type SupernodePlan } from './supernodes.ts';

/** More unknowns than this are ordered by nested dissection, fewer by minimum degree. Measured on lattices: see `src-main/physics/README.md`. */
const DISSECTED = 1500;
/** A factorisation of more multiply-adds than this goes by supernodes; a smaller one number by number. Measured: same place. */
const NUMBERED = 8_000;

/**
 * A separator of c unknowns costs c³/6 multiply-adds; where c³ is more than this many times the edges, the graph has no good separators (a
 * random one), and iterating is quicker: there it converges in some tens of iterations. Measured: same place.
 */
const ITERATED = 5_000;

/**
 * The pattern of a sparse matrix with symmetric structure, analysed once: elimination order, fill, and where every number
 * goes. Numeric factorisations then run over flat arrays and allocate nothing.
 *
 * Storage of the values, one Float64Array of `size` numbers: diagonal [unknown] in elimination order, then the strictly
 * lower part, then the strictly upper part in the same positions. A symmetric matrix leaves the upper part unused. One more slot at the
 * end swallows entries that belong to held nodes. `slotOf` tells where an entry goes.
 *
 * Small factors are kept column by column: column k holds L_ik for i in structure(k), ascending. Large ones are kept by
 * supernodes (`blocks`), and leave `starts`, `rows` and `targets` empty. Where factors would be nearly dense there are none
 * (`iterated`): the matrix itself is kept column by column, and solved with by iterating.
 */
export interface FactorPlan {
  readonly count: number;
  /** Numbers in a value array. */
  readonly size: number;
  /** position[unknown] = its turn in the elimination. */
  readonly position: Int32Array;
  readonly order: Int32Array;
  /** So many unknowns at the end of the order are the border: `solveInterior` solves without them. */
  readonly border: number;
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
  readonly blocks: SupernodePlan | null;
  /** Room for the vectors of an iteration; `null` where there are factors. */
  readonly iterated: KrylovSpace | null;
  /** Room for the values of supernodes and their updates; `createValues` gives it away once. */
  readonly arena: DenseArena | null;
  /** Room for the rows of a supernode. */
  readonly buffer: Float64Array;
  /** Multiply-adds of a symmetric factorisation. */
  readonly cost: number;
}

/**
 * Analyses a pattern.
 *
 * @param neighbours  symmetric adjacency, [unknown], without the unknown itself
 * @param border      so many unknowns, the last ones, are eliminated last and in this order
 * @param numbered    a factorisation of more multiply-adds than this goes by supernodes
 * @cost   about the fill, in set operations; 10,000 unknowns of a lattice take about a second
 */
export function planFactor(neighbours: readonly ReadonlySet<number>[], border = 0, numbered = NUMBERED): FactorPlan {
  const count = neighbours.length;
  if (count > DISSECTED) {
    const edges = neighbours.reduce((sum, { size }) => sum + size, 0) / 2;
    if (firstSeparator(neighbours) ** 3 > ITERATED * edges) return { ...iteratedPlan(neighbours), border };
  }
  const proposal = orderOf(neighbours, border);
  const columns = columnPlan(neighbours, proposal, numbered);
  if (columns.cost <= numbered) return { ...columns, border };
  const { order, position, supernodes } = planSupernodes(neighbours, proposal, border);
  const panels = supernodes.panels[supernodes.count];
  return {
    count,
    size: count + 2 * panels + 1,
    position,
    order,
    border,
    starts: new Int32Array(0),
    rows: new Int32Array(0),
    lower: count,
    upper: count + panels,
    waste: count + 2 * panels,
    nothing: new Float64Array(count),
    targets: new Int32Array(0),
    blocks: supernodes,
    iterated: null,
    arena: createArena(count + 2 * panels + 1, supernodes.workSize),
    buffer: new Float64Array(count),
    cost: columns.cost,
  };
}

function orderOf(neighbours: readonly ReadonlySet<number>[], border: number): Int32Array {
  const interior = neighbours.length - border;
  const graph =
    border === 0 ? neighbours : neighbours.slice(0, interior).map((set) => new Set([...set].filter((other) => other < interior)));
  const order = new Int32Array(neighbours.length);
  order.set(graph.length > DISSECTED ? nestedDissectionOrder(graph) : minimumDegreeOrder(graph));
  for (let unknown = interior; unknown < order.length; unknown++) order[unknown] = unknown;
  return order;
}

/** The plan column by column; without its numbers, but with its cost, where that is too much for it. */
function columnPlan(neighbours: readonly ReadonlySet<number>[], order: Int32Array, numbered: number): FactorPlan {
  const count = neighbours.length;
  const position = new Int32Array(count);
  order.forEach((unknown, turn) => (position[unknown] = turn));
  const columns = fillStructure(neighbours, order, position, 0);
  const cost = columns.reduce((sum, { length }) => sum + (length * (length + 1)) / 2, 0);
  const starts = new Int32Array(count + 1);
  columns.forEach((column, k) => (starts[k + 1] = starts[k] + column.length));
  const rows = new Int32Array(starts[count]);
  columns.forEach((column, k) => rows.set(column, starts[k]));
  const lower = count;
  const upper = count + rows.length;
  return {
    count,
    size: upper + rows.length + 1,
    position,
    order,
    border: 0,
    starts,
    rows,
    lower,
    upper,
    waste: upper + rows.length,
    nothing: new Float64Array(count),
    targets: cost <= numbered ? targetsOf(columns, starts, lower) : new Int32Array(0),
    blocks: null,
    iterated: null,
    arena: null,
    buffer: new Float64Array(0),
    cost,
  };
}

/** The matrix itself, in the order it has. */
function iteratedPlan(neighbours: readonly ReadonlySet<number>[]): FactorPlan {
  const count = neighbours.length;
  const order = Int32Array.from({ length: count }, (_, unknown) => unknown);
  const columns = neighbours.map((set, k) => Int32Array.from([...set].filter((row) => row > k)).sort());
  const starts = new Int32Array(count + 1);
  columns.forEach((column, k) => (starts[k + 1] = starts[k] + column.length));
  const rows = new Int32Array(starts[count]);
  columns.forEach((column, k) => rows.set(column, starts[k]));
  return {
    count,
    size: count + 2 * rows.length + 1,
    position: order,
    order,
    border: 0,
    starts,
    rows,
    lower: count,
    upper: count + rows.length,
    waste: count + 2 * rows.length,
    nothing: new Float64Array(count),
    targets: new Int32Array(0),
    blocks: null,
    iterated: krylovSpace(count),
    arena: null,
    buffer: new Float64Array(0),
    cost: Infinity,
  };
}

const given = new WeakSet<DenseArena>();

/** Values for a plan, all zero, [plan.size]: the first time in the arena of the plan, where factorisations are fastest. */
export function createValues({ arena, size }: FactorPlan): Float64Array {
  if (arena === null || given.has(arena)) return new Float64Array(size);
  given.add(arena);
  return arena.values;
}

/** Slot of entry (row, column), both numbered as unknowns; the diagonal, the lower or the upper part. */
export function slotOf(plan: FactorPlan, row: number, column: number): number {
  const i = plan.position[row];
  const j = plan.position[column];
  if (i === j) return i;
  const [k, s] = i > j ? [j, i] : [i, j];
  if (plan.blocks !== null) return (i > j ? plan.lower : plan.upper) + placeInPanels(plan.blocks, s, k);
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
  if (plan.blocks !== null) return factorBlocks(plan, plan.blocks, values, true, vector);
  if (plan.iterated !== null) return hasPositiveDiagonal(plan, values);
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
  if (plan.blocks !== null) return factorBlocks(plan, plan.blocks, values, false, vector);
  if (plan.iterated !== null) return hasPositiveDiagonal(plan, values);
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

function factorBlocks(plan: FactorPlan, blocks: SupernodePlan, values: Float64Array, isSymmetric: boolean, vector: Float64Array): boolean {
  const { arena } = plan;
  if (arena === null) throw new Error('supernodes without an arena');
  const factor = isSymmetric ? factorCholesky : factorTriangles;
  // Values that came from elsewhere are factored in place, by the kernel that works anywhere: to the same bytes.
  if (!factor(blocks, plan, values === arena.values ? arena : ordinaryArena(values, arena.workspace))) return false;
  if (vector !== plan.nothing) solveForward(blocks, plan, values, !isSymmetric, vector, plan.buffer, blocks.count);
  return true;
}

function hasPositiveDiagonal({ count }: FactorPlan, values: Float64Array): boolean {
  for (let k = 0; k < count; k++) if (!(values[k] > 0)) return false;
  return true;
}

/**
 * Solves with the factors.
 *
 * @param values   factors of `factorSymmetric` or `factorGeneral`
 * @param upper    `plan.lower` after `factorSymmetric`, `plan.upper` after `factorGeneral`
 * @param vector   right-hand side in, solution out, [count], in elimination order
 * @returns        true; false where an iteration has not converged
 * @cost   two multiply-adds per entry of the factors; allocates nothing
 */
export function solveFactored(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): boolean {
  if (plan.iterated !== null) return iterate(plan, plan.iterated, values, upper, vector, plan.count);
  if (plan.blocks !== null) solveForward(plan.blocks, plan, values, upper !== plan.lower, vector, plan.buffer, plan.blocks.count);
  else eliminate(plan, values, vector, plan.count);
  return substituteBack(plan, values, upper, vector);
}

function iterate(plan: FactorPlan, space: KrylovSpace, values: Float64Array, upper: number, vector: Float64Array, end: number): boolean {
  return (upper === plan.lower ? conjugateGradients : stabilisedGradients)(plan, values, vector, end, space);
}

/** The second half of `solveFactored`, for a right-hand side that the factorisation has eliminated. Half its cost; all of it where that iterates. */
export function substituteBack(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): boolean {
  if (plan.iterated !== null) return iterate(plan, plan.iterated, values, upper, vector, plan.count);
  if (plan.blocks !== null) solveBackward(plan.blocks, upper, values, vector, plan.buffer, plan.blocks.count);
  else substitute(plan, values, upper, vector, plan.count);
  return true;
}

/**
 * Solves the equations of the unknowns before the border with those of the border held at zero: because they come last, the factors
 * of the smaller matrix are a part of those of the whole one.
 *
 * @param vector  right-hand side in (what it says of the border is not used), solution out, zero at the border
 */
export function solveInterior(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): boolean {
  const { blocks, count, border, buffer } = plan;
  if (border === 0) return solveFactored(plan, values, upper, vector);
  if (plan.iterated !== null) return iterate(plan, plan.iterated, values, upper, vector, count - border);
  if (blocks === null) eliminate(plan, values, vector, count - border);
  else solveForward(blocks, plan, values, upper !== plan.lower, vector, buffer, blocks.count - 1);
  for (let k = count - border; k < count; k++) vector[k] = 0;
  if (blocks === null) substitute(plan, values, upper, vector, count - border);
  else solveBackward(blocks, upper, values, vector, buffer, blocks.count - 1);
  return true;
}

/** Forward, over the columns before `end`. */
function eliminate({ starts, rows, lower }: FactorPlan, values: Float64Array, vector: Float64Array, end: number): void {
  for (let k = 0; k < end; k++) {
    const known = vector[k] * values[k];
    const last = starts[k + 1];
    for (let entry = starts[k]; entry < last; entry++) vector[rows[entry]] -= values[lower + entry] * known;
  }
}

/** Backward, over the columns before `end`. */
function substitute({ starts, rows }: FactorPlan, values: Float64Array, upper: number, vector: Float64Array, end: number): void {
  for (let k = end - 1; k >= 0; k--) {
    let sum = vector[k];
    const begin = starts[k];
    // Backwards, so that the unknown found last is asked for last: the processor need not wait for it.
    for (let entry = starts[k + 1] - 1; entry >= begin; entry--) sum -= values[upper + entry] * vector[rows[entry]];
    vector[k] = sum * values[k];
  }
}

function targetsOf(columns: readonly Int32Array[], starts: Int32Array, lower: number): Int32Array {
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

function offsetIn(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
