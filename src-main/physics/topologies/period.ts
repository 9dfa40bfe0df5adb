import type { Layout } from './topology.ts';

/**
 * The size of the drawing that a network wraps around: its nodes stand on the whole numbers of a rectangle of at least 3 × 3, its edges join
 * neighbours, and at least one of them joins the two ends of a row or a column. `null` for any other network.
 *
 * A network document has no word for it, and needs none: a lattice that was written out edge by edge, such as the measured state of a board,
 * is drawn as the one it came from. On a lattice of 2 such an edge would be a second one between neighbours.
 *
 * @cost nodes + edges
 */
export function periodOf({ nodes, edges }: Pick<Layout, 'nodes' | 'edges'>): Layout['period'] | null {
  const places = new Map(nodes.map(({ id, x = Number.NaN, y = Number.NaN }) => [id, { x, y }]));
  const all = [...places.values()];
  if (!all.every(({ x, y }) => Number.isInteger(x) && Number.isInteger(y))) return null;
  const [columns, rows] = [extent(all.map(({ x }) => x)), extent(all.map(({ y }) => y))];
  if (columns < 3 || rows < 3) return null;
  let wraps = 0;
  for (const { from, to } of edges) {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined) return null;
    const [x, y] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
    const isAround = (x === columns - 1 && y === 0) || (x === 0 && y === rows - 1);
    if (!isAround && x + y !== 1) return null;
    if (isAround) wraps++;
  }
  return wraps > 0 ? { x: columns, y: rows } : null;
}

/** How many lattice places lie from the first to the last. */
function extent(values: readonly number[]): number {
  const lowest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return highest - lowest + 1;
}
