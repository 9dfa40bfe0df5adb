import type { Random } from '../../../src-main/math/random.ts';

/** Symmetric adjacency of a random graph: every pair is joined with the given probability. */
export function randomGraph(count: number, probability: number, random: Random): Set<number>[] {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      if (random.uniform() < probability) {
        neighbours[a].add(b);
        neighbours[b].add(a);
      }
    }
  }
  return neighbours;
}

/** Adjacency of a square grid. */
export function gridGraph(side: number): Set<number>[] {
  return Array.from({ length: side * side }, (_, node) => {
    const [row, column] = [Math.floor(node / side), node % side];
    const around = [
      [row - 1, column],
      [row + 1, column],
      [row, column - 1],
      [row, column + 1],
    ];
    return new Set(around.filter(([r, c]) => r >= 0 && c >= 0 && r < side && c < side).map(([r, c]) => r * side + c));
  });
}

/** Adjacency of a square lattice on a torus. */
export function torusGraph(side: number): Set<number>[] {
  return Array.from({ length: side * side }, (_, node) => {
    const [row, column] = [Math.floor(node / side), node % side];
    const at = (r: number, c: number): number => ((r + side) % side) * side + ((c + side) % side);
    return new Set([at(row - 1, column), at(row + 1, column), at(row, column - 1), at(row, column + 1)]);
  });
}
