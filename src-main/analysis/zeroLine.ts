/** A piece of a line: from (x, y) to (x, y). */
export type Segment = readonly [readonly [number, number], readonly [number, number]];

/**
 * The line on which a map over a square is zero, such as a decision boundary O = 0, by marching squares: in every cell a straight
 * piece between the edges on which the sign changes, by linear interpolation. Saddles are cut by the sign of the cell's mean.
 *
 * @param map     [row × column], columns along x, rows along y; a value of exactly zero counts as positive
 * @param values  x of the columns and y of the rows, ascending
 */
export function zeroLine(map: Float64Array, values: readonly number[]): Segment[] {
  const count = values.length;
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < count; row++) {
    for (let column = 0; column + 1 < count; column++) {
      // Corners and, between each and the next, the cell's sides, counterclockwise from below left.
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ];
      const heights = corners.map(([x, y]) => map[y * count + x]);
      const crossings = corners.map(([x, y], corner): readonly [number, number] | null => {
        const next = (corner + 1) % 4;
        if (heights[corner] >= 0 === heights[next] >= 0) return null;
        const part = heights[corner] / (heights[corner] - heights[next]);
        const along = (from: number, to: number): number => values[from] + part * (values[to] - values[from]);
        return [along(x, corners[next][0]), along(y, corners[next][1])];
      });
      const met = crossings.filter((crossing) => crossing !== null);
      if (met.length === 2) segments.push([met[0], met[1]]);
      if (met.length === 4) {
        const mean = heights.reduce((sum, height) => sum + height, 0) / 4;
        // The corners with the sign of the mean belong together; the lines cut off the other two.
        const cutsFirst = heights[0] >= 0 !== mean >= 0;
        segments.push(cutsFirst ? [met[3], met[0]] : [met[0], met[1]], cutsFirst ? [met[1], met[2]] : [met[2], met[3]]);
      }
    }
  }
  return segments;
}
