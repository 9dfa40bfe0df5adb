/*
 * AssemblyScript: `subtractProduct` of denseKernel.ts with pairs of numbers in vectors, in tiles of 4 × 4. Every entry subtracts the same
 * products in the same order, so that the results are the same bytes. `npm run wasm` compiles it into denseKernelWasm.ts.
 */

/** Positions and strides count numbers, not bytes. */
export function subtractProduct(
  c: i32,
  cStride: i32,
  x: i32,
  y: i32,
  stride: i32,
  rows: i32,
  columns: i32,
  depth: i32,
  isLower: i32,
): void {
  const cStep: usize = (<usize>cStride) << 3;
  const step: usize = (<usize>stride) << 3;
  const cBegin: usize = (<usize>c) << 3;
  const xBegin: usize = (<usize>x) << 3;
  const yBegin: usize = (<usize>y) << 3;
  let column = 0;
  for (; column + 4 <= columns; column += 4) {
    let row = isLower ? column : 0;
    const yColumn = yBegin + ((<usize>column) << 3);
    const cColumn = cBegin + (<usize>column) * cStep;
    for (; row + 4 <= rows; row += 4) {
      tile(cColumn + ((<usize>row) << 3), cStep, xBegin + ((<usize>row) << 3), yColumn, step, depth);
    }
    for (; row < rows; row++) {
      const target = cColumn + ((<usize>row) << 3);
      let first = f64x2.splat(0);
      let second = first;
      let xAt = xBegin + ((<usize>row) << 3);
      let yAt = yColumn;
      for (let k = 0; k < depth; k++) {
        const factor = v128.load64_splat(xAt);
        first = f64x2.add(first, f64x2.mul(factor, v128.load(yAt)));
        second = f64x2.add(second, f64x2.mul(factor, v128.load(yAt, 16)));
        xAt += step;
        yAt += step;
      }
      store<f64>(target, load<f64>(target) - f64x2.extract_lane(first, 0));
      store<f64>(target + cStep, load<f64>(target + cStep) - f64x2.extract_lane(first, 1));
      store<f64>(target + 2 * cStep, load<f64>(target + 2 * cStep) - f64x2.extract_lane(second, 0));
      store<f64>(target + 3 * cStep, load<f64>(target + 3 * cStep) - f64x2.extract_lane(second, 1));
    }
  }
  for (; column < columns; column++) {
    const cColumn = cBegin + (<usize>column) * cStep;
    for (let row = isLower ? column : 0; row < rows; row++) {
      let sum: f64 = 0;
      let xAt = xBegin + ((<usize>row) << 3);
      let yAt = yBegin + ((<usize>column) << 3);
      for (let k = 0; k < depth; k++) {
        sum += load<f64>(xAt) * load<f64>(yAt);
        xAt += step;
        yAt += step;
      }
      const target = cColumn + ((<usize>row) << 3);
      store<f64>(target, load<f64>(target) - sum);
    }
  }
}

@inline
function tile(c: usize, cStep: usize, x: usize, y: usize, step: usize, depth: i32): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  for (let k = 0; k < depth; k++) {
    const above = v128.load(x);
    const below = v128.load(x, 16);
    const y0 = v128.load64_splat(y);
    a0 = f64x2.add(a0, f64x2.mul(above, y0));
    b0 = f64x2.add(b0, f64x2.mul(below, y0));
    const y1 = v128.load64_splat(y, 8);
    a1 = f64x2.add(a1, f64x2.mul(above, y1));
    b1 = f64x2.add(b1, f64x2.mul(below, y1));
    const y2 = v128.load64_splat(y, 16);
    a2 = f64x2.add(a2, f64x2.mul(above, y2));
    b2 = f64x2.add(b2, f64x2.mul(below, y2));
    const y3 = v128.load64_splat(y, 24);
    a3 = f64x2.add(a3, f64x2.mul(above, y3));
    b3 = f64x2.add(b3, f64x2.mul(below, y3));
    x += step;
    y += step;
  }
  subtract(c, a0, b0);
  subtract(c + cStep, a1, b1);
  subtract(c + 2 * cStep, a2, b2);
  subtract(c + 3 * cStep, a3, b3);
}

@inline
function subtract(c: usize, above: v128, below: v128): void {
  v128.store(c, f64x2.sub(v128.load(c), above));
  v128.store(c, f64x2.sub(v128.load(c, 16), below), 16);
}
