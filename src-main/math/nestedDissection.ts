import { minimumDegreeOrder } from './eliminationOrder.ts';
import { separate } from './separator.ts';
import type { WeightedGraph } from './weightedGraph.ts';

/** Parts of this size are ordered by minimum degree. */
const LEAF = 120;

/**
 * Order of elimination by nested dissection (George, SIAM J. Numer. Anal. 10, 345, 1973): a few unknowns that separate the graph
 * into halves go last, the halves before them in the same way. On lattices of n nodes the factors keep O(n·log n) numbers and take O(n^1.5) operations,
 * which minimum degree alone misses by a growing factor.
 *
 * @param neighbours  symmetric adjacency, [unknown], without the unknown itself
 * @returns           order[k] = unknown eliminated in turn k
 * @cost   about n·log n, once per topology
 */
export function nestedDissectionOrder(neighbours: readonly ReadonlySet<number>[]): Int32Array {
  const count = neighbours.length;
  const order = new Int32Array(count);
  const local = new Int32Array(count).fill(-1);
  let next = count;
  // Filled from the end: the separator of a part, then its two halves, each a part of its own.
  const parts: Int32Array[] = [Int32Array.from({ length: count }, (_, unknown) => unknown)];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const sides = part.length > LEAF ? separate(subgraph(neighbours, part, local)) : null;
    const [first, second, separator] = [0, 1, 2].map((side) => part.filter((_, index) => sides?.[index] === side));
    if (sides === null || first.length === 0 || second.length === 0) {
      next -= part.length;
      order.set(orderLeaf(neighbours, part, local), next);
      continue;
    }
    next -= separator.length;
    order.set(separator, next);
    parts.push(first, second);
  }
  return order;
}

/** How many unknowns separate the whole graph into halves. */
export function firstSeparator(neighbours: readonly ReadonlySet<number>[]): number {
  const all = Int32Array.from({ length: neighbours.length }, (_, unknown) => unknown);
  return separate(subgraph(neighbours, all, new Int32Array(all.length).fill(-1))).filter((side) => side === 2).length;
}

/** The part of the graph on some unknowns, numbered in their order. `local` is all −1 before and after. */
function subgraph(neighbours: readonly ReadonlySet<number>[], part: Int32Array, local: Int32Array): WeightedGraph {
  part.forEach((unknown, index) => (local[unknown] = index));
  const starts = new Int32Array(part.length + 1);
  const targets: number[] = [];
  part.forEach((unknown, index) => {
    for (const neighbour of neighbours[unknown]) if (local[neighbour] >= 0) targets.push(local[neighbour]);
    starts[index + 1] = targets.length;
  });
  part.forEach((unknown) => (local[unknown] = -1));
  return {
    count: part.length,
    starts,
    targets: Int32Array.from(targets),
    edgeWeights: new Int32Array(targets.length).fill(1),
    vertexWeights: new Int32Array(part.length).fill(1),
  };
}

/** Minimum degree within a part; the neighbours outside, which go later, count for the degrees. */
function orderLeaf(neighbours: readonly ReadonlySet<number>[], part: Int32Array, local: Int32Array): Int32Array {
  const members = [...part];
  members.forEach((unknown, index) => (local[unknown] = index));
  for (const unknown of part) {
    for (const neighbour of neighbours[unknown]) if (local[neighbour] < 0) local[neighbour] = members.push(neighbour) - 1;
  }
  const adjacency = members.map((unknown, index) => {
    const all = [...neighbours[unknown]].map((neighbour) => local[neighbour]);
    return new Set(all.filter((other) => other >= 0 && (index < part.length || other < part.length)));
  });
  const order = minimumDegreeOrder(adjacency, part.length).map((index) => part[index]);
  members.forEach((unknown) => (local[unknown] = -1));
  return order;
}
