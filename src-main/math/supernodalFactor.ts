import type { DenseArena } from './denseArena.ts';
import type { SupernodePlan } from './supernodes.ts';

/** Columns that are factored one by one before the kernel takes what they do to the columns after them. */
const BLOCK = 4;

/**
 * Where the numbers of a factorisation lie: the diagonal [column] from 0 on, the panels from `lower` on, and those of the upper
 * part, transposed, from `upper` on.
 */
export interface PanelLayout {
  readonly count: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Factors a symmetric positive definite matrix in place, A = L·Lᵀ (Cholesky), supernode by supernode.
 *
 * @param arena  its values: diagonal and panels of the lower part in; L in the panels and 1/L_kk in the diagonal out
 * @returns      true; false when a pivot is not positive, the values then being of no use
 * @cost   half of Σ (column length)² multiply-adds; allocates nothing
 */
export function factorCholesky(plan: SupernodePlan, layout: PanelLayout, { values, workspace, multiply }: DenseArena): boolean {
  const { count, firsts, rowStarts, panels, updates } = plan;
  for (let node = 0; node < count; node++) {
    const first = firsts[node];
    const width = firsts[node + 1] - first;
    const depth = rowStarts[node + 1] - rowStarts[node];
    const stride = width + depth;
    const panel = layout.lower + panels[node];
    for (let k = 0; k < width; k++) values[panel + k + k * stride] = values[first + k];
    const update = updates[node];
    workspace.fill(0, update, update + depth * depth);
    gatherLower(plan, node, values, panel, workspace);
    for (let begin = 0; begin < width; begin += BLOCK) {
      const end = Math.min(begin + BLOCK, width);
      const corner = panel + begin + begin * stride;
      if (begin > 0) {
        multiply(values, corner, stride, values, panel + begin, panel + begin, stride, stride - begin, end - begin, begin, true);
      }
      for (let k = begin; k < end; k++) {
        const column = panel + k * stride;
        const pivot = values[column + k];
        if (!(pivot > 0)) return false;
        const inverse = 1 / Math.sqrt(pivot);
        values[first + k] = inverse;
        for (let row = k; row < stride; row++) values[column + row] *= inverse;
        for (let other = k + 1; other < end; other++) {
          const factor = values[column + other];
          const target = panel + other * stride;
          for (let row = other; row < stride; row++) values[target + row] -= factor * values[column + row];
        }
      }
    }
    const below = panel + width;
    if (depth > 0) multiply(workspace, update, depth, values, below, below, stride, depth, depth, width, true);
  }
  return true;
}

/** Adds the updates of the children into the front of a supernode: lower triangles. */
function gatherLower(plan: SupernodePlan, node: number, values: Float64Array, panel: number, workspace: Float64Array): void {
  const { firsts, rowStarts, images, updates, childStarts, children } = plan;
  const width = firsts[node + 1] - firsts[node];
  const depth = rowStarts[node + 1] - rowStarts[node];
  const stride = width + depth;
  // Entry (i, j) of the front lies in the panel where j < width, else in the update, whose rows and columns begin at width.
  const update = updates[node] - width * (depth + 1);
  for (let place = childStarts[node]; place < childStarts[node + 1]; place++) {
    const child = children[place];
    const begin = rowStarts[child];
    const size = rowStarts[child + 1] - begin;
    let source = updates[child];
    for (let j = 0; j < size; j++) {
      const column = images[begin + j];
      if (column < width) {
        const target = panel + column * stride;
        for (let i = j; i < size; i++) values[target + images[begin + i]] += workspace[source + i];
      } else {
        const target = update + column * depth;
        for (let i = j; i < size; i++) workspace[target + images[begin + i]] += workspace[source + i];
      }
      source += size;
    }
  }
}

/**
 * Factors a matrix of symmetric structure in place without exchanging rows, A = L·U, supernode by supernode.
 *
 * @param arena  its values: diagonal and all panels in; L without its diagonal of ones, Uᵀ, and 1/U_kk in the diagonal out
 * @returns      true; false when a pivot is not positive
 * @cost   twice that of `factorCholesky`; allocates nothing
 */
export function factorTriangles(plan: SupernodePlan, layout: PanelLayout, { values, workspace, multiply }: DenseArena): boolean {
  const { count, firsts, rowStarts, panels, updates } = plan;
  const shift = layout.upper - layout.lower;
  for (let node = 0; node < count; node++) {
    const first = firsts[node];
    const width = firsts[node + 1] - first;
    const depth = rowStarts[node + 1] - rowStarts[node];
    const stride = width + depth;
    const panel = layout.lower + panels[node];
    for (let k = 0; k < width; k++) values[panel + k + k * stride] = values[first + k];
    const update = updates[node];
    workspace.fill(0, update, update + depth * depth);
    gatherSquare(plan, node, values, panel, shift, workspace);
    for (let begin = 0; begin < width; begin += BLOCK) {
      const end = Math.min(begin + BLOCK, width);
      const corner = panel + begin + begin * stride;
      if (begin > 0) {
        const [x, y] = [panel + begin, panel + begin + shift];
        multiply(values, corner, stride, values, x, y, stride, stride - begin, end - begin, begin, true);
        multiply(values, corner + shift, stride, values, y, x, stride, stride - begin, end - begin, begin, true);
      }
      if (!factorColumns(values, first, panel, stride, shift, begin, end)) return false;
    }
    const below = panel + width;
    if (depth > 0) multiply(workspace, update, depth, values, below, below + shift, stride, depth, depth, width, false);
  }
  return true;
}

/** Columns begin .. end of a panel and of its transposed counterpart, after all columns before them have been taken off. */
function factorColumns(
  values: Float64Array,
  first: number,
  panel: number,
  stride: number,
  shift: number,
  begin: number,
  end: number,
): boolean {
  for (let k = begin; k < end; k++) {
    const column = panel + k * stride;
    const pivot = values[column + k];
    if (!(pivot > 0)) return false;
    const inverse = 1 / pivot;
    values[first + k] = inverse;
    for (let row = k + 1; row < stride; row++) values[column + row] *= inverse;
    for (let other = k + 1; other < end; other++) {
      const target = panel + other * stride;
      const right = values[column + other + shift];
      const left = values[column + other];
      for (let row = other; row < stride; row++) {
        values[target + row] -= values[column + row] * right;
        values[target + row + shift] -= values[column + row + shift] * left;
      }
    }
  }
  return true;
}

/** Adds the updates of the children into the front of a supernode: whole squares. */
function gatherSquare(
  plan: SupernodePlan,
  node: number,
  values: Float64Array,
  panel: number,
  shift: number,
  workspace: Float64Array,
): void {
  const { firsts, rowStarts, images, updates, childStarts, children } = plan;
  const width = firsts[node + 1] - firsts[node];
  const depth = rowStarts[node + 1] - rowStarts[node];
  const stride = width + depth;
  const update = updates[node] - width * (depth + 1);
  for (let place = childStarts[node]; place < childStarts[node + 1]; place++) {
    const child = children[place];
    const begin = rowStarts[child];
    const size = rowStarts[child + 1] - begin;
    let source = updates[child];
    for (let j = 0; j < size; j++) {
      const column = images[begin + j];
      if (column < width) {
        const target = panel + column * stride;
        for (let i = j; i < size; i++) values[target + images[begin + i]] += workspace[source + i];
        // The same column of the transposed part is the row j of the update.
        for (let i = j + 1; i < size; i++) values[target + shift + images[begin + i]] += workspace[updates[child] + j + i * size];
      } else {
        const target = update + column * depth;
        let i = 0;
        while (images[begin + i] < width) i++;
        for (; i < size; i++) workspace[target + images[begin + i]] += workspace[source + i];
      }
      source += size;
    }
  }
}
