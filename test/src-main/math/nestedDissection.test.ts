import { describe, expect, it } from 'vitest';
import { minimumDegreeOrder } from '../../../src-main/math/eliminationOrder.ts';
import { fillStructure } from '../../../src-main/math/fillStructure.ts';
import { nestedDissectionOrder } from '../../../src-main/math/nestedDissection.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import { separate } from '../../../src-main/math/separator.ts';
import type { WeightedGraph } from '../../../src-main/math/weightedGraph.ts';
import { gridGraph, randomGraph, torusGraph } from './graphs.ts';

/** Multiply-adds of a factorisation in this order. */
function costOf(neighbours: readonly ReadonlySet<number>[], order: Int32Array): number {
  const position = new Int32Array(order.length);
  order.forEach((unknown, turn) => (position[unknown] = turn));
  return fillStructure(neighbours, order, position, 0).reduce((sum, { length }) => sum + (length * (length + 1)) / 2, 0);
}

function weighted(neighbours: readonly ReadonlySet<number>[]): WeightedGraph {
  const starts = new Int32Array(neighbours.length + 1);
  neighbours.forEach((set, vertex) => (starts[vertex + 1] = starts[vertex] + set.size));
  const targets = Int32Array.from(neighbours.flatMap((set) => [...set]));
  return {
    count: neighbours.length,
    starts,
    targets,
    edgeWeights: new Int32Array(targets.length).fill(1),
    vertexWeights: new Int32Array(neighbours.length).fill(1),
  };
}

describe('a separator', () => {
  it.each([
    ['a grid of 30 × 30', gridGraph(30), 30],
    ['a sparse random graph', randomGraph(300, 0.01, randomStream(3, 'graph')), 120],
  ])('leaves no edge between the halves of %s, and is small', (_name, graph, most) => {
    const sides = separate(weighted(graph));
    graph.forEach((set, vertex) => {
      for (const other of set) if (sides[vertex] !== 2 && sides[other] !== 2) expect(sides[other]).toBe(sides[vertex]);
    });
    const sizes = [0, 1, 2].map((side) => sides.filter((value) => value === side).length);
    expect(sizes[2]).toBeLessThanOrEqual(most);
    // The balance that the refinement allows.
    expect(Math.max(sizes[0], sizes[1])).toBeLessThanOrEqual(0.6 * graph.length);
  });

  it('of a graph in pieces may be nothing at all', () => {
    const graph = [...gridGraph(12), ...gridGraph(12).map((set) => new Set([...set].map((vertex) => vertex + 144)))];
    expect(separate(weighted(graph)).includes(2)).toBe(false);
  });
});

describe('nested dissection', () => {
  it('names every unknown once, and the same way again', () => {
    for (const graph of [randomGraph(500, 0.008, randomStream(1, 'graph')), gridGraph(25), randomGraph(200, 0, randomStream(1, 'none'))]) {
      const order = nestedDissectionOrder(graph);
      expect([...order].sort((a, b) => a - b)).toEqual(graph.map((_, unknown) => unknown));
      expect([...nestedDissectionOrder(graph)]).toEqual([...order]);
    }
    expect([...nestedDissectionOrder([])]).toEqual([]);
  });

  it('costs much less than minimum degree on a large torus', () => {
    const torus = torusGraph(100);
    expect(costOf(torus, nestedDissectionOrder(torus))).toBeLessThan(0.8 * costOf(torus, minimumDegreeOrder(torus)));
  });

  it('costs no more than n^1.5 on grids', () => {
    const [small, large] = [gridGraph(40), gridGraph(80)].map((grid) => costOf(grid, nestedDissectionOrder(grid)));
    // Fourfold nodes may cost eightfold; the leaves, which small grids mostly are, cost less than their share.
    expect(large / small).toBeLessThan(10);
  });
});
