import { createArena, type DenseArena } from './denseArena.ts';
import { minimumDegreeOrder } from './eliminationOrder.ts';
import { fillStructure } from './fillStructure.ts';
import { krylovSpace, type KrylovSpace } from './krylov.ts';
import { firstSeparator, nestedDissectionOrder } from './nestedDissection.ts';
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
  const position = new Int32Array(neighbours.length);
  order.forEach((unknown, turn) => (position[unknown] = turn));
  const columns = fillStructure(neighbours, order, position, 0);
  const cost = columns.reduce((sum, { length }) => sum + (length * (length + 1)) / 2, 0);
  const plan = planOfColumns(columns, order, position, cost);
  return cost <= numbered ? { ...plan, targets: targetsOf(columns, plan.starts, plan.lower) } : plan;
}

/** The matrix itself, in the order it has. */
function iteratedPlan(neighbours: readonly ReadonlySet<number>[]): FactorPlan {
  const order = Int32Array.from({ length: neighbours.length }, (_, unknown) => unknown);
  const columns = neighbours.map((set, k) => Int32Array.from([...set].filter((row) => row > k)).sort());
  return { ...planOfColumns(columns, order, order, Infinity), iterated: krylovSpace(neighbours.length) };
}

/** Where the numbers of columns go that are kept one after the other. */
function planOfColumns(columns: readonly Int32Array[], order: Int32Array, position: Int32Array, cost: number): FactorPlan {
  const count = columns.length;
  const starts = new Int32Array(count + 1);
  columns.forEach((column, k) => (starts[k + 1] = starts[k] + column.length));
  const rows = new Int32Array(starts[count]);
  columns.forEach((column, k) => rows.set(column, starts[k]));
  const upper = count + rows.length;
  return {
    count,
    size: upper + rows.length + 1,
    position,
    order,
    border: 0,
    starts,
    rows,
    lower: count,
    upper,
    waste: upper + rows.length,
    nothing: new Float64Array(count),
    targets: new Int32Array(0),
    blocks: null,
    iterated: null,
    arena: null,
    buffer: new Float64Array(0),
    cost,
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
