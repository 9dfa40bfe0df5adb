import type { EdgeDescription, NodeDescription } from '../network.ts';

/** The nodes of a square lattice, n = columns·row + column, one spacing apart. */
export function latticeNodes(rows: number, columns: number): NodeDescription[] {
  return Array.from({ length: rows * columns }, (_, n) => ({ id: `n${n}`, x: n % columns, y: Math.floor(n / columns) }));
}

/** Edges to the right neighbour, then edges to the neighbour below, both by row; ends past the border wrap around. */
export function latticeEdges(rows: number, columns: number, lastColumn: number, lastRow: number): EdgeDescription[] {
  const ends: [number, number][] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < lastColumn; column++) ends.push([columns * row + column, columns * row + ((column + 1) % columns)]);
  }
  for (let row = 0; row < lastRow; row++) {
    for (let column = 0; column < columns; column++) ends.push([columns * row + column, columns * ((row + 1) % rows) + column]);
  }
  return ends.map(([from, to], edge) => ({ id: `e${edge}`, from: `n${from}`, to: `n${to}` }));
}
