import { EigenvalueDecomposition, Matrix, pseudoInverse } from 'ml-matrix';

/** One task of a pair that is trained in turn, linearised at its solution (Dillavou 2025, Appendix D). */
export interface LinearTask {
  /**
   * M = A_0·(contrastive Hessian), 1/s, symmetric positive semi-definite, [edge × edge]. Of a matrix from differences the
   * symmetric part is taken.
   */
  readonly rates: Matrix;
  /** G*, V, [edge]. */
  readonly solution: readonly number[];
}

/** Eigenvalues below this fraction of the largest count as zero: flat directions, along which only the bias drives. */
const FLAT = 1e-7;
/** Singular values of 1 − A_β·A_α below this are zero: along such a direction a period does not pull the state back. */
const NEUTRAL = 1e-11;
/** What a period may leave open, relative to the size of the cycle's states, and still count as closed. */
const OPEN = 1e-9;

/** Evolution under one task for some time: G(t) = A·G_0 + b (Eq. D5, D8, D9). */
interface Propagator {
  readonly matrix: Matrix;
  readonly shift: Matrix;
}

/**
 * dG/dt = −M·(G − G*) + B solved for a time t through the eigenvectors of M:
 *
 *   G(t) = e^{−Mt}·G_0 + (1 − e^{−Mt})·(G* + M†·B) + t·N·B      (Eq. D5)
 *
 * with the pseudoinverse M† and the projector N on the null space.
 */
function propagate(task: LinearTask, bias: readonly number[], time: number): Propagator {
  const symmetric = Matrix.add(task.rates, task.rates.transpose()).mul(0.5);
  const { eigenvectorMatrix: vectors, realEigenvalues: rates } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const largest = Math.max(...rates, 0);
  const isFlat = rates.map((rate) => rate <= FLAT * largest);
  const along = (value: (rate: number, index: number) => number): Matrix =>
    vectors.mmul(Matrix.diag(rates.map(value))).mmul(vectors.transpose());
  const decay = along((rate, index) => (isFlat[index] ? 1 : Math.exp(-rate * time)));
  const approach = along((rate, index) => (isFlat[index] ? 0 : -Math.expm1(-rate * time)));
  const response = along((rate, index) => (isFlat[index] ? time : -Math.expm1(-rate * time) / rate));
  return {
    matrix: decay,
    shift: approach.mmul(Matrix.columnVector([...task.solution])).add(response.mmul(Matrix.columnVector([...bias]))),
  };
}

/** The steady cycle of two tasks trained in turn with period τ, half a period each. */
export interface LinearCycle {
  /** V, [edge]: at the beginning of the first task (t = 0 = τ), and where it hands over to the second (τ/2). */
  readonly start: number[];
  readonly middle: number[];
  /** D = |G(τ/2) − G(τ)|, V (Eq. 4). */
  readonly span: number;
}

/**
 * The steady cycle: G_0 = (1 − A_β·A_α)⁻¹·(A_β·b_α + b_β) (Eq. D11). Where a direction is flat for both tasks and the bias does
 * not drive along it there is a whole family of cycles; the pseudoinverse takes the one nearest to the origin.
 *
 * @throws Error where the cycle does not close: a direction that is flat for both tasks, along which the bias drives for ever
 */
export function linearCycle(first: LinearTask, second: LinearTask, bias: readonly number[], period: number): LinearCycle {
  const alpha = propagate(first, bias, period / 2);
  const beta = propagate(second, bias, period / 2);
  const round = beta.matrix.mmul(alpha.matrix);
  const offset = beta.matrix.mmul(alpha.shift).add(beta.shift);
  const start = pseudoInverse(Matrix.eye(bias.length).sub(round), NEUTRAL).mmul(offset);
  const open = round.mmul(start).add(offset).sub(start).norm('frobenius');
  if (open > OPEN * Math.max(start.norm('frobenius'), 1)) {
    throw new Error('the cycle does not close: the bias drives along a direction that neither task holds');
  }
  const middle = alpha.matrix.mmul(start).add(alpha.shift);
  return { start: start.to1DArray(), middle: middle.to1DArray(), span: Matrix.sub(middle, start).norm('frobenius') };
}

/** States along one half of the cycle, V, [time][edge]. */
export function linearTrajectory(
  task: LinearTask,
  bias: readonly number[],
  start: readonly number[],
  times: readonly number[],
): number[][] {
  const initial = Matrix.columnVector([...start]);
  return times.map((time) => {
    const { matrix, shift } = propagate(task, bias, time);
    return matrix.mmul(initial).add(shift).to1DArray();
  });
}
