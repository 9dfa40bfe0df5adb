/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: every off-diagonal entry is turned to zero in turn,
 * again and again, until all vanish (Golub and Van Loan, Matrix Computations, 4th ed., 8.5). Slower than reduction to tridiagonal form
 * for large matrices, and the most accurate for small ones.
 *
 * @param matrix   symmetric, row-major, [count × count]; destroyed: its diagonal becomes the eigenvalues, in no order
 * @param vectors  becomes the eigenvectors as columns, [count × count]
 * @throws Error when entries are not finite
 * @cost   about 6 to 10 sweeps of 3·count³ operations; allocates nothing
 */
export function diagonalise(matrix: Float64Array, count: number, vectors: Float64Array): void {
  vectors.fill(0);
  for (let index = 0; index < count; index++) vectors[index * count + index] = 1;
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
    if (!hasOffDiagonal(matrix, count)) return;
    for (let p = 0; p < count - 1; p++) for (let q = p + 1; q < count; q++) rotate(matrix, count, vectors, p, q);
  }
  throw new Error('the eigenvalues were not found: the matrix has entries that are not finite');
}

/** Convergence is quadratic; ten sweeps are already unusual. */
const MAXIMUM_SWEEPS = 60;

/** True while an off-diagonal entry is above the rounding of the largest diagonal one. */
function hasOffDiagonal(matrix: Float64Array, count: number): boolean {
  let largest = 0;
  for (let index = 0; index < count; index++) largest = Math.max(largest, Math.abs(matrix[index * count + index]));
  for (let row = 0; row < count; row++) {
    for (let column = row + 1; column < count; column++) {
      if (!(Math.abs(matrix[row * count + column]) <= 1e-17 * largest)) return true;
    }
  }
  return false;
}

/** Turns entry (p, q) to zero by a rotation of rows and columns p and q by at most 45°. */
function rotate(matrix: Float64Array, count: number, vectors: Float64Array, p: number, q: number): void {
  const entry = matrix[p * count + q];
  if (entry === 0) return;
  const ratio = (matrix[q * count + q] - matrix[p * count + p]) / (2 * entry);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  for (let index = 0; index < count; index++) {
    if (index === p || index === q) continue;
    const left = matrix[index * count + p];
    const right = matrix[index * count + q];
    const turned = cosine * left - sine * right;
    const other = sine * left + cosine * right;
    matrix[index * count + p] = turned;
    matrix[p * count + index] = turned;
    matrix[index * count + q] = other;
    matrix[q * count + index] = other;
  }
  matrix[p * count + p] -= tangent * entry;
  matrix[q * count + q] += tangent * entry;
  matrix[p * count + q] = 0;
  matrix[q * count + p] = 0;
  for (let row = 0; row < count; row++) {
    const left = vectors[row * count + p];
    const right = vectors[row * count + q];
    vectors[row * count + p] = cosine * left - sine * right;
    vectors[row * count + q] = sine * left + cosine * right;
  }
}
