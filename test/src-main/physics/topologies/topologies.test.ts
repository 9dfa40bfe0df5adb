import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../../shared/problem.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { board2022 } from '../../../../src-main/physics/topologies/board2022.ts';
import { bowtie } from '../../../../src-main/physics/topologies/bowtie.ts';
import { divider } from '../../../../src-main/physics/topologies/divider.ts';
import { openSquare } from '../../../../src-main/physics/topologies/openSquare.ts';
import { periodicSquare } from '../../../../src-main/physics/topologies/periodicSquare.ts';
import { random } from '../../../../src-main/physics/topologies/random.ts';
import type { Layout } from '../../../../src-main/physics/topologies/topology.ts';

const unused = randomStream(0, 'unused');
const endsOf = ({ edges }: Layout): string[] => edges.map(({ from, to }) => `${from}-${to}`);
const degreesOf = ({ nodes, edges }: Layout): number[] =>
  nodes.map(({ id }) => edges.filter(({ from, to }) => from === id || to === id).length);

describe('the periodic square lattice', () => {
  const board = periodicSquare.generate({ kind: 'periodicSquare', rows: 4, columns: 4 }, unused);

  it('of 4 × 4 is the board of 2024: 16 nodes, 32 edges, four at every node', () => {
    expect([board.nodes.length, board.edges.length]).toEqual([16, 32]);
    expect(degreesOf(board)).toEqual(new Array(16).fill(4));
    expect(board.period).toEqual({ x: 4, y: 4 });
  });

  it('numbers its edges as the board does: 0-15 to the right, 16-31 down, both by row and wrapping', () => {
    expect(board.edges.map(({ id }) => id)).toEqual(Array.from({ length: 32 }, (_, edge) => `e${edge}`));
    board.edges.forEach(({ from, to }, edge) => {
      const node = edge % 16;
      const [row, column] = [Math.floor(node / 4), node % 4];
      const neighbour = edge < 16 ? 4 * row + ((column + 1) % 4) : 4 * ((row + 1) % 4) + column;
      expect([from, to]).toEqual([`n${node}`, `n${neighbour}`]);
    });
    expect([endsOf(board)[3], endsOf(board)[16], endsOf(board)[31]]).toEqual(['n3-n0', 'n0-n4', 'n15-n3']);
  });

  it('places node n at column n mod columns', () => {
    expect(board.nodes[6]).toEqual({ id: 'n6', x: 2, y: 1 });
  });

  it('of 4 × 4 is the graph of the four-dimensional cube: neighbours share exactly two others', () => {
    const neighbours = new Map(board.nodes.map(({ id }) => [id, new Set<string>()]));
    for (const { from, to } of board.edges) {
      neighbours.get(from)!.add(to);
      neighbours.get(to)!.add(from);
    }
    const two = board.nodes.map(
      ({ id }) =>
        board.nodes.filter((other) => other.id !== id && [...neighbours.get(id)!].some((n) => neighbours.get(n)!.has(other.id))).length,
    );
    // A vertex of the 4-cube has six vertices at distance two.
    expect(two).toEqual(new Array(16).fill(6));
  });

  it.each([
    [3, 3],
    [3, 7],
    [10, 5],
  ])('of %d rows and %d columns has twice as many edges as nodes and no parallel ones', (rows, columns) => {
    const layout = periodicSquare.generate({ kind: 'periodicSquare', rows, columns }, unused);
    expect([layout.nodes.length, layout.edges.length]).toEqual([rows * columns, 2 * rows * columns]);
    expect(new Set(layout.edges.map(({ from, to }) => [from, to].sort().join())).size).toBe(2 * rows * columns);
  });
});

describe('the open square lattice', () => {
  it.each([
    [1, 2, 1],
    [4, 4, 24],
    [2, 5, 13],
  ])('of %d × %d has %d edges and does not wrap', (rows, columns, edges) => {
    const layout = openSquare.generate({ kind: 'openSquare', rows, columns }, unused);
    expect([layout.nodes.length, layout.edges.length]).toEqual([rows * columns, edges]);
    expect(layout.period).toBeUndefined();
    const at = new Map(layout.nodes.map(({ id, x, y }) => [id, [x!, y!]]));
    for (const { from, to } of layout.edges) {
      const [a, b] = [at.get(from)!, at.get(to)!];
      expect(Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])).toBe(1);
    }
  });
});

describe('the board of 2022', () => {
  const board = board2022.generate({ kind: 'board2022' }, unused);

  it('has nine nodes, 1 to 9 in reading order', () => {
    expect(board.nodes.map(({ id, x, y }) => [id, x, y])).toEqual(
      Array.from({ length: 9 }, (_, node) => [`${node + 1}`, node % 3, Math.floor(node / 3)]),
    );
  });

  it('has the twelve edges of the grid and the links 1-3, 7-9, 2-8, 3-9', () => {
    const grid = ['1-2', '2-3', '4-5', '5-6', '7-8', '8-9', '1-4', '2-5', '3-6', '4-7', '5-8', '6-9'];
    expect(endsOf(board)).toEqual([...grid, '1-3', '7-9', '2-8', '3-9']);
    expect(board.edges.map(({ id }) => id)).toEqual(endsOf(board));
  });
});

describe('small networks', () => {
  it('the divider is two edges in a row', () => {
    expect(endsOf(divider.generate({ kind: 'divider' }, unused))).toEqual(['top-O', 'O-bottom']);
  });

  it('the bowtie is a star at the output with one fixed edge', () => {
    const layout = bowtie.generate({ kind: 'bowtie', fixedConductance: 2e-3 }, unused);
    expect(endsOf(layout)).toEqual(['O-V-', 'O-V+', 'V1-O']);
    expect(layout.edges.map(({ conductance }) => conductance)).toEqual([undefined, undefined, 2e-3]);
  });
});

describe('the random network', () => {
  const generate = (nodes: number, edges: number, seed: number): Layout =>
    random.generate({ kind: 'random', nodes, edges }, randomStream(seed, 'topology'));

  it.each([
    [2, 1],
    [16, 15],
    [16, 32],
    [16, 120],
    [300, 1000],
  ])('of %d nodes and %d edges has just these, no pair twice', (nodes, edges) => {
    const layout = generate(nodes, edges, 1);
    expect([layout.nodes.length, layout.edges.length]).toEqual([nodes, edges]);
    expect(new Set(layout.edges.map(({ from, to }) => [from, to].sort().join())).size).toBe(edges);
  });

  it('is decided by its seed', () => {
    expect(generate(16, 32, 5)).toEqual(generate(16, 32, 5));
    expect(generate(16, 32, 5)).not.toEqual(generate(16, 32, 6));
  });

  it.each([
    [16, 14],
    [16, 121],
    [300, 30_000],
  ])('refuses %d nodes with %d edges', (nodes, edges) => {
    expect(() => generate(nodes, edges, 1)).toThrow(ProblemError);
  });
});
