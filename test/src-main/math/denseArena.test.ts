import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileKernel } from '../../../scripts/wasm.mjs';
import { createArena, ordinaryArena } from '../../../src-main/math/denseArena.ts';
import { subtractProduct } from '../../../src-main/math/denseKernel.ts';
import { randomStream } from '../../../src-main/math/random.ts';

describe('the kernel in WebAssembly', () => {
  it('is there, and is what its source compiles to', async () => {
    expect(createArena(10, 10).multiply).not.toBe(subtractProduct);
    expect(readFileSync('src-main/math/denseKernelWasm.ts', 'utf8')).toBe(await compileKernel('src-main/math/denseKernel'));
  });

  it.each([true, false])('gives the same bytes as the one in TypeScript (lower triangle alone: %s)', (isLower) => {
    const random = randomStream(3, 'kernel');
    for (const [rows, columns, depth] of [
      [1, 1, 1],
      [3, 2, 5],
      [4, 4, 1],
      [5, 5, 3],
      [9, 7, 4],
      [13, 13, 8],
      [22, 17, 6],
      [8, 8, 0],
    ]) {
      const stride = rows + 3;
      const size = stride * (depth + 1);
      const arena = createArena(2 * size, rows * columns);
      for (const numbers of [arena.values, arena.workspace]) numbers.forEach((_, index) => (numbers[index] = random.normal()));
      const copy = ordinaryArena(Float64Array.from(arena.values), Float64Array.from(arena.workspace));
      for (const { values, workspace, multiply } of [arena, copy]) {
        // Out of the values into the workspace, as an update is made, and within the values, as a panel is.
        multiply(workspace, 0, rows, values, 3, size + 1, stride, rows, columns, depth, isLower);
        multiply(values, size, stride, values, 0, 1, stride, rows, Math.min(columns, 1), depth, isLower);
      }
      for (let column = 0; column < columns; column++) {
        for (let row = isLower ? column : 0; row < rows; row++) {
          expect(arena.workspace[row + column * rows]).toBe(copy.workspace[row + column * rows]);
        }
      }
      expect(arena.values).toEqual(copy.values);
    }
  });
});
