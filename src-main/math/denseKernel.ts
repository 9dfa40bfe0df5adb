/**
 * C ← C − X·Yᵀ on pieces of column-major matrices, the one operation in which factorisations of dense blocks spend their time.
 * Each entry subtracts its products in the order of k, whatever the tile.
 *
 * @param c         the array of C; entry (i, j) is c[cBegin + i + j·cStride], i < rows, j < columns
 * @param x, y      X, [rows × depth], and Y, [columns × depth], both with columns `stride` apart
 * @param isLower   entries above the diagonal are of no use: tiles above it are left out
 * @cost   rows·columns·depth multiply-adds, half of them where `isLower`; allocates nothing
 */
export type SubtractProduct = (
  c: Float64Array,
  cBegin: number,
  cStride: number,
  x: Float64Array,
  xBegin: number,
  yBegin: number,
  stride: number,
  rows: number,
  columns: number,
  depth: number,
  isLower: boolean,
) => void;

/** In TypeScript: tiles of 4 × 2, whose sums fit into the registers. The reference of the kernel in denseKernel.as. */
export const subtractProduct: SubtractProduct = (c, cBegin, cStride, x, xBegin, yBegin, stride, rows, columns, depth, isLower) => {
  let column = 0;
  for (; column + 2 <= columns; column += 2) {
    let row = isLower ? column : 0;
    const y = yBegin + column;
    const target = cBegin + column * cStride;
    for (; row + 4 <= rows; row += 4) tile(c, target + row, cStride, x, xBegin + row, y, stride, depth);
    for (; row < rows; row++) {
      let c0 = 0;
      let c1 = 0;
      let xAt = xBegin + row;
      let yAt = y;
      for (let k = 0; k < depth; k++) {
        const factor = x[xAt];
        c0 += factor * x[yAt];
        c1 += factor * x[yAt + 1];
        xAt += stride;
        yAt += stride;
      }
      c[target + row] -= c0;
      c[target + row + cStride] -= c1;
    }
  }
  if (column === columns) return;
  for (let row = isLower ? column : 0; row < rows; row++) {
    let sum = 0;
    let xAt = xBegin + row;
    let yAt = yBegin + column;
    for (let k = 0; k < depth; k++) {
      sum += x[xAt] * x[yAt];
      xAt += stride;
      yAt += stride;
    }
    c[cBegin + row + column * cStride] -= sum;
  }
};

function tile(
  c: Float64Array,
  at: number,
  cStride: number,
  x: Float64Array,
  xBegin: number,
  yBegin: number,
  stride: number,
  depth: number,
): void {
  let c00 = 0;
  let c10 = 0;
  let c20 = 0;
  let c30 = 0;
  let c01 = 0;
  let c11 = 0;
  let c21 = 0;
  let c31 = 0;
  let xAt = xBegin;
  let yAt = yBegin;
  for (let k = 0; k < depth; k++) {
    const y0 = x[yAt];
    const y1 = x[yAt + 1];
    const x0 = x[xAt];
    c00 += x0 * y0;
    c01 += x0 * y1;
    const x1 = x[xAt + 1];
    c10 += x1 * y0;
    c11 += x1 * y1;
    const x2 = x[xAt + 2];
    c20 += x2 * y0;
    c21 += x2 * y1;
    const x3 = x[xAt + 3];
    c30 += x3 * y0;
    c31 += x3 * y1;
    xAt += stride;
    yAt += stride;
  }
  c[at] -= c00;
  c[at + 1] -= c10;
  c[at + 2] -= c20;
  c[at + 3] -= c30;
  c[at + cStride] -= c01;
  c[at + cStride + 1] -= c11;
  c[at + cStride + 2] -= c21;
  c[at + cStride + 3] -= c31;
}
