/**
 * A small dense linear system whose matrix is dominated by its diagonal, as that of a resistor network is: elimination without
 * exchanging rows. For the few unknowns of a laboratory board, where keeping a sparse structure would cost more than it saves.
 */
export class DenseSystem {
  readonly size: number;
  /** Row-major; overwritten by `factor`. */
  readonly matrix: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.matrix = new Float64Array(size * size);
  }

  /**
   * L·U in place, L with ones on its diagonal.
   *
   * @returns false where a pivot vanishes: an unknown that nothing determines
   * @cost size³/3 multiply-adds
   */
  factor(): boolean {
    const { size, matrix } = this;
    for (let pivot = 0; pivot < size; pivot++) {
      const diagonal = matrix[pivot * size + pivot];
      if (!(Math.abs(diagonal) > 0)) return false;
      for (let row = pivot + 1; row < size; row++) {
        const factor = matrix[row * size + pivot] / diagonal;
        if (factor === 0) continue;
        matrix[row * size + pivot] = factor;
        for (let column = pivot + 1; column < size; column++) matrix[row * size + column] -= factor * matrix[pivot * size + column];
      }
    }
    return true;
  }

  /** Solves for one right side, in place, with the factors. */
  solve(right: Float64Array): void {
    const { size, matrix } = this;
    for (let row = 1; row < size; row++) {
      let sum = right[row];
      for (let column = 0; column < row; column++) sum -= matrix[row * size + column] * right[column];
      right[row] = sum;
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = right[row];
      for (let column = row + 1; column < size; column++) sum -= matrix[row * size + column] * right[column];
      right[row] = sum / matrix[row * size + row];
    }
  }

  /** Writes the inverse, row-major, with the factors. */
  invert(inverse: Float64Array): void {
    const { size } = this;
    const column = new Float64Array(size);
    for (let index = 0; index < size; index++) {
      column.fill(0);
      column[index] = 1;
      this.solve(column);
      for (let row = 0; row < size; row++) inverse[row * size + index] = column[row];
    }
  }
}
