import { describe, expect, it } from 'vitest';
import { minimumDegreeOrder } from '../../../src-main/math/eliminationOrder.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import { gridGraph, randomGraph } from './graphs.ts';

/** Entries below the diagonal of the factors, by elimination on sets. */
function fillOf(neighbours: readonly ReadonlySet<number>[], order: ArrayLike<number>): number {
  const graph = neighbours.map((set) => new Set(set));
  let fill = 0;
  for (const unknown of Array.from(order)) {
    const clique = [...graph[unknown]];
    fill += clique.length;
    for (const member of clique) {
      graph[member].delete(unknown);
      for (const other of clique) if (other !== member) graph[member].add(other);
    }
  }
  return fill;
}

describe('the order of elimination', () => {
  it('names every unknown once', () => {
    const order = minimumDegreeOrder(randomGraph(60, 0.1, randomStream(1, 'graph')));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, unknown) => unknown));
  });

  it('takes the fewest neighbours first, the lower number at a tie', () => {
    // A path 0-1-2-3-4: the ends go first.
    const path = [[1], [0, 2], [1, 3], [2, 4], [3]].map((list) => new Set(list));
    expect([...minimumDegreeOrder(path)]).toEqual([0, 1, 2, 3, 4]);
    // A star around 0: the centre waits until one leaf is left.
    const star = [[1, 2, 3], [0], [0], [0]].map((list) => new Set(list));
    expect([...minimumDegreeOrder(star)].slice(0, 2)).toEqual([1, 2]);
  });

  it('makes no fill on a tree', () => {
    const random = randomStream(2, 'tree');
    const tree = Array.from({ length: 200 }, () => new Set<number>());
    for (let node = 1; node < 200; node++) {
      const parent = random.below(node);
      tree[node].add(parent);
      tree[parent].add(node);
    }
    expect(fillOf(tree, minimumDegreeOrder(tree))).toBe(199);
  });

  it('makes far less fill than the natural order on a grid', () => {
    const grid = gridGraph(20);
    const natural = grid.map((_, unknown) => unknown);
    expect(fillOf(grid, minimumDegreeOrder(grid))).toBeLessThan(0.5 * fillOf(grid, natural));
  });

  it('handles no unknowns, lonely ones and complete graphs', () => {
    expect([...minimumDegreeOrder([])]).toEqual([]);
    expect([...minimumDegreeOrder([new Set(), new Set()])]).toEqual([0, 1]);
    const complete = randomGraph(7, 1, randomStream(1, 'complete'));
    expect(fillOf(complete, minimumDegreeOrder(complete))).toBe(21);
  });

  it('leaves the graph alone and is reproducible', () => {
    const graph = randomGraph(100, 0.05, randomStream(3, 'graph'));
    const copy = graph.map((set) => new Set(set));
    expect([...minimumDegreeOrder(graph)]).toEqual([...minimumDegreeOrder(copy)]);
    expect(graph).toEqual(copy);
  });
});
