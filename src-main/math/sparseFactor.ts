import { ordinaryArena } from './denseArena.ts';
import type { FactorPlan } from './factorPlan.ts';
import { conjugateGradients, stabilisedGradients, type KrylovSpace } from './krylov.ts';
import { factorCholesky, factorTriangles } from './supernodalFactor.ts';
import { solveBackward, solveForward } from './supernodalSolve.ts';
import type { SupernodePlan } from './supernodes.ts';

/**
 * Factors a symmetric positive definite matrix in place: A = L·D⁻¹·Lᵀ with the pivots D on the diagonal of L.
 *
 * @param values  [size]; lower part and diagonal in, L and 1/D out
 * @param vector  a right-hand side that is eliminated along the way, which costs next to nothing; `substituteBack` solves it
 * @returns       true; false when a pivot is not positive, the values then being of no use
 * @cost   one multiply-add per entry of `plan.targets`; allocates nothing
 */
export function factorSymmetric(plan: FactorPlan, values: Float64Array, vector: Float64Array = plan.nothing): boolean {
  if (plan.blocks !== null) return factorBlocks(plan, plan.blocks, values, true, vector);
  if (plan.iterated !== null) return hasPositiveDiagonal(plan, values);
  const { count, starts, lower, targets, rows } = plan;
  let target = 0;
  for (let k = 0; k < count; k++) {
    const pivot = values[k];
    if (!(pivot > 0)) return false;
    const inverse = 1 / pivot;
    values[k] = inverse;
    const known = vector[k];
    const begin = lower + starts[k];
    const end = lower + starts[k + 1];
    for (let j = begin; j < end; j++) {
      const entry = values[j];
      const scaled = entry * inverse;
      for (let i = begin; i < j; i++) values[targets[target++]] -= scaled * values[i];
      const diagonal = rows[j - lower];
      values[diagonal] -= scaled * entry;
      vector[diagonal] -= scaled * known;
    }
  }
  return true;
}

/**
 * Factors a matrix of symmetric structure in place without exchanging rows: A = L·D⁻¹·U with the pivots D on both diagonals.
 * Safe for the Jacobians of this program, which are diagonally dominant by columns.
 *
 * @param values  [size]; all parts in, L, 1/D and U out
 * @param vector  as for `factorSymmetric`
 * @returns       true; false when a pivot is not positive
 * @cost   two multiply-adds per entry of `plan.targets`; allocates nothing
 */
export function factorGeneral(plan: FactorPlan, values: Float64Array, vector: Float64Array = plan.nothing): boolean {
  if (plan.blocks !== null) return factorBlocks(plan, plan.blocks, values, false, vector);
  if (plan.iterated !== null) return hasPositiveDiagonal(plan, values);
  const { count, starts, lower, upper, targets, rows } = plan;
  const shift = upper - lower;
  let target = 0;
  for (let k = 0; k < count; k++) {
    const pivot = values[k];
    if (!(pivot > 0)) return false;
    const inverse = 1 / pivot;
    values[k] = inverse;
    const known = vector[k];
    const begin = lower + starts[k];
    const end = lower + starts[k + 1];
    for (let j = begin; j < end; j++) {
      const left = values[j] * inverse;
      const right = values[j + shift] * inverse;
      for (let i = begin; i < j; i++) {
        const slot = targets[target++];
        values[slot] -= left * values[i + shift];
        values[slot + shift] -= right * values[i];
      }
      const diagonal = rows[j - lower];
      values[diagonal] -= left * values[j + shift];
      vector[diagonal] -= left * known;
    }
  }
  return true;
}

function factorBlocks(plan: FactorPlan, blocks: SupernodePlan, values: Float64Array, isSymmetric: boolean, vector: Float64Array): boolean {
  const { arena } = plan;
  if (arena === null) throw new Error('supernodes without an arena');
  const factor = isSymmetric ? factorCholesky : factorTriangles;
  // Values that came from elsewhere are factored in place, by the kernel that works anywhere: to the same bytes.
  if (!factor(blocks, plan, values === arena.values ? arena : ordinaryArena(values, arena.workspace))) return false;
  if (vector !== plan.nothing) solveForward(blocks, plan, values, !isSymmetric, vector, plan.buffer, blocks.count);
  return true;
}

function hasPositiveDiagonal({ count }: FactorPlan, values: Float64Array): boolean {
  for (let k = 0; k < count; k++) if (!(values[k] > 0)) return false;
  return true;
}

/**
 * Solves with the factors.
 *
 * @param values   factors of `factorSymmetric` or `factorGeneral`
 * @param upper    `plan.lower` after `factorSymmetric`, `plan.upper` after `factorGeneral`
 * @param vector   right-hand side in, solution out, [count], in elimination order
 * @returns        true; false where an iteration has not converged
 * @cost   two multiply-adds per entry of the factors; allocates nothing
 */
export function solveFactored(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): boolean {
  if (plan.iterated !== null) return iterate(plan, plan.iterated, values, upper, vector, plan.count);
  if (plan.blocks !== null) solveForward(plan.blocks, plan, values, upper !== plan.lower, vector, plan.buffer, plan.blocks.count);
  else eliminate(plan, values, vector, plan.count);
  return substituteBack(plan, values, upper, vector);
}

function iterate(plan: FactorPlan, space: KrylovSpace, values: Float64Array, upper: number, vector: Float64Array, end: number): boolean {
  return (upper === plan.lower ? conjugateGradients : stabilisedGradients)(plan, values, vector, end, space);
}

/** The second half of `solveFactored`, for a right-hand side that the factorisation has eliminated. Half its cost; all of it where that iterates. */
export function substituteBack(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): boolean {
  if (plan.iterated !== null) return iterate(plan, plan.iterated, values, upper, vector, plan.count);
  if (plan.blocks !== null) solveBackward(plan.blocks, upper, values, vector, plan.buffer, plan.blocks.count);
  else substitute(plan, values, upper, vector, plan.count);
  return true;
}

/**
 * Solves the equations of the unknowns before the border with those of the border held at zero: because they come last, the factors
 * of the smaller matrix are a part of those of the whole one.
 *
 * @param vector  right-hand side in (what it says of the border is not used), solution out, zero at the border
 */
export function solveInterior(plan: FactorPlan, values: Float64Array, upper: number, vector: Float64Array): boolean {
  const { blocks, count, border, buffer } = plan;
  if (border === 0) return solveFactored(plan, values, upper, vector);
  if (plan.iterated !== null) return iterate(plan, plan.iterated, values, upper, vector, count - border);
  if (blocks === null) eliminate(plan, values, vector, count - border);
  else solveForward(blocks, plan, values, upper !== plan.lower, vector, buffer, blocks.count - 1);
  for (let k = count - border; k < count; k++) vector[k] = 0;
  if (blocks === null) substitute(plan, values, upper, vector, count - border);
  else solveBackward(blocks, upper, values, vector, buffer, blocks.count - 1);
  return true;
}

/** Forward, over the columns before `end`. */
function eliminate({ starts, rows, lower }: FactorPlan, values: Float64Array, vector: Float64Array, end: number): void {
  for (let k = 0; k < end; k++) {
    const known = vector[k] * values[k];
    const last = starts[k + 1];
    for (let entry = starts[k]; entry < last; entry++) vector[rows[entry]] -= values[lower + entry] * known;
  }
}

/** Backward, over the columns before `end`. */
function substitute({ starts, rows }: FactorPlan, values: Float64Array, upper: number, vector: Float64Array, end: number): void {
  for (let k = end - 1; k >= 0; k--) {
    let sum = vector[k];
    const begin = starts[k];
    // Backwards, so that the unknown found last is asked for last: the processor need not wait for it.
    for (let entry = starts[k + 1] - 1; entry >= begin; entry--) sum -= values[upper + entry] * vector[rows[entry]];
    vector[k] = sum * values[k];
  }
}
