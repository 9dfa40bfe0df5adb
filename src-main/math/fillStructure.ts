/**
 * Rows below the diagonal of each column of the factors, fill included, ascending, in elimination order.
 *
 * @param neighbours  symmetric adjacency, [unknown], without the unknown itself
 * @param border      so many columns at the end count as full
 * @cost   the numbers of the factors, sorting apart
 */
export function fillStructure(
  neighbours: readonly ReadonlySet<number>[],
  order: Int32Array,
  position: Int32Array,
  border: number,
): Int32Array[] {
  const count = order.length;
  const columns: Int32Array[] = [];
  const children: number[][] = Array.from({ length: count }, () => []);
  const seen = new Int32Array(count).fill(-1);
  for (let turn = 0; turn < count; turn++) {
    const rows: number[] = [];
    const add = (row: number): void => {
      if (row <= turn || seen[row] === turn) return;
      seen[row] = turn;
      rows.push(row);
    };
    for (const neighbour of neighbours[order[turn]]) add(position[neighbour]);
    for (const child of children[turn]) columns[child].forEach(add);
    if (turn >= count - border) for (let row = turn + 1; row < count; row++) add(row);
    columns.push(Int32Array.from(rows).sort());
    if (rows.length > 0) children[columns[turn][0]].push(turn);
  }
  return columns;
}
