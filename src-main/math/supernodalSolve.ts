import type { PanelLayout } from './supernodalFactor.ts';
import type { SupernodePlan } from './supernodes.ts';

/**
 * L·y = b in place, with the factors of `factorCholesky` (`isUnit` false) or `factorTriangles` (`isUnit` true).
 *
 * @param vector  b in, y out, [column]
 * @param buffer  room for the rows of a supernode
 * @param end     supernodes before this one take part: all, or all but the border
 * @cost   one multiply-add per number of L; allocates nothing
 */
export function solveForward(
  plan: SupernodePlan,
  { lower }: PanelLayout,
  values: Float64Array,
  isUnit: boolean,
  vector: Float64Array,
  buffer: Float64Array,
  end: number,
): void {
  const { firsts, rowStarts, rows, panels } = plan;
  for (let node = 0; node < end; node++) {
    const first = firsts[node];
    const width = firsts[node + 1] - first;
    const begin = rowStarts[node];
    const depth = rowStarts[node + 1] - begin;
    const stride = width + depth;
    const panel = lower + panels[node];
    for (let k = 0; k < width; k++) {
      const column = panel + k * stride;
      const known = isUnit ? vector[first + k] : vector[first + k] * values[first + k];
      vector[first + k] = known;
      for (let row = k + 1; row < width; row++) vector[first + row] -= values[column + row] * known;
    }
    if (depth === 0) continue;
    spread(values, panel + width, stride, width, vector, first, buffer, depth);
    for (let row = 0; row < depth; row++) vector[rows[begin + row]] -= buffer[row];
  }
}

/** buffer = block · vector, four columns at a time so that the buffer is touched less often. */
function spread(
  values: Float64Array,
  block: number,
  stride: number,
  width: number,
  vector: Float64Array,
  first: number,
  buffer: Float64Array,
  depth: number,
): void {
  let k = width % 4;
  if (k === 0) for (let row = 0; row < depth; row++) buffer[row] = 0;
  else {
    const x0 = vector[first];
    const x1 = k > 1 ? vector[first + 1] : 0;
    const x2 = k > 2 ? vector[first + 2] : 0;
    // Columns that are not there: the first one stands in, times zero.
    const second = block + (k > 1 ? stride : 0);
    const third = block + (k > 2 ? 2 * stride : 0);
    for (let row = 0; row < depth; row++) buffer[row] = values[block + row] * x0 + values[second + row] * x1 + values[third + row] * x2;
  }
  for (; k < width; k += 4) {
    const c0 = block + k * stride;
    const c1 = c0 + stride;
    const c2 = c1 + stride;
    const c3 = c2 + stride;
    const x0 = vector[first + k];
    const x1 = vector[first + k + 1];
    const x2 = vector[first + k + 2];
    const x3 = vector[first + k + 3];
    for (let row = 0; row < depth; row++) {
      buffer[row] += values[c0 + row] * x0 + values[c1 + row] * x1 + values[c2 + row] * x2 + values[c3 + row] * x3;
    }
  }
}

/** Lᵀ·x = y, or U·x = y, in place; as `solveForward`, with the part that holds L or Uᵀ given by where it begins. */
export function solveBackward(
  plan: SupernodePlan,
  part: number,
  values: Float64Array,
  vector: Float64Array,
  buffer: Float64Array,
  end: number,
): void {
  const { firsts, rowStarts, rows, panels } = plan;
  for (let node = end - 1; node >= 0; node--) {
    const first = firsts[node];
    const width = firsts[node + 1] - first;
    const begin = rowStarts[node];
    const depth = rowStarts[node + 1] - begin;
    const stride = width + depth;
    const panel = part + panels[node];
    for (let row = 0; row < depth; row++) buffer[row] = vector[rows[begin + row]];
    collect(values, panel + width, stride, width, vector, first, buffer, depth);
    for (let k = width - 1; k >= 0; k--) {
      const column = panel + k * stride;
      let sum = vector[first + k];
      for (let row = width - 1; row > k; row--) sum -= values[column + row] * vector[first + row];
      vector[first + k] = sum * values[first + k];
    }
  }
}

/** vector −= blockᵀ · buffer, four columns at a time: four sums that need not wait for each other. */
function collect(
  values: Float64Array,
  block: number,
  stride: number,
  width: number,
  vector: Float64Array,
  first: number,
  buffer: Float64Array,
  depth: number,
): void {
  let k = 0;
  for (; k + 4 <= width; k += 4) {
    const c0 = block + k * stride;
    const c1 = c0 + stride;
    const c2 = c1 + stride;
    const c3 = c2 + stride;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let row = 0; row < depth; row++) {
      const known = buffer[row];
      s0 += values[c0 + row] * known;
      s1 += values[c1 + row] * known;
      s2 += values[c2 + row] * known;
      s3 += values[c3 + row] * known;
    }
    vector[first + k] -= s0;
    vector[first + k + 1] -= s1;
    vector[first + k + 2] -= s2;
    vector[first + k + 3] -= s3;
  }
  for (; k < width; k++) {
    const column = block + k * stride;
    let sum = 0;
    for (let row = 0; row < depth; row++) sum += values[column + row] * buffer[row];
    vector[first + k] -= sum;
  }
}
