/**
 * Solves A·x = b by Gaussian elimination with row exchanges: the reference of the tests, written for plainness.
 *
 * @param matrix  A, [row][column]
 * @param vector  b, [row]
 */
export function denseSolve(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, vector[index]]);
  const count = rows.length;
  for (let column = 0; column < count; column++) {
    let pivot = column;
    for (let row = column + 1; row < count; row++) if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    if (rows[column][column] === 0) throw new Error('the matrix is singular');
    for (let row = column + 1; row < count; row++) {
      const factor = rows[row][column] / rows[column][column];
      for (let entry = column; entry <= count; entry++) rows[row][entry] -= factor * rows[column][entry];
    }
  }
  const solution = new Array<number>(count).fill(0);
  for (let row = count - 1; row >= 0; row--) {
    const known = solution.reduce((sum, value, column) => (column > row ? sum + rows[row][column] * value : sum), 0);
    solution[row] = (rows[row][count] - known) / rows[row][row];
  }
  return solution;
}
