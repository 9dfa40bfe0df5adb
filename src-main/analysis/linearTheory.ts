import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/** One task of a pair that is trained in turn, linearised at its solution (Dillavou 2025, Appendix D). */
export interface LinearTask {
  /** M = A_0·(contrastive Hessian), 1/s, symmetric positive semi-definite, [edge × edge]. */
  readonly rates: Matrix;
  /** G*, V, [edge]. */
  readonly solution: readonly number[];
}

/** Eigenvalues below this fraction of the largest count as zero: flat directions, along which only the bias drives. */
const FLAT = 1e-7;

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
  const { eigenvectorMatrix: vectors, realEigenvalues: rates } = new EigenvalueDecomposition(task.rates, { assumeSymmetric: true });
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
 * The steady cycle: G_0 = (1 − A_β·A_α)⁻¹·(A_β·b_α + b_β) (Eq. D11).
 *
 * @throws Error where the cycle does not close: a direction that is flat for both tasks, along which the bias drives for ever
 */
export function linearCycle(first: LinearTask, second: LinearTask, bias: readonly number[], period: number): LinearCycle {
  const alpha = propagate(first, bias, period / 2);
  const beta = propagate(second, bias, period / 2);
  const round = beta.matrix.mmul(alpha.matrix);
  const offset = beta.matrix.mmul(alpha.shift).add(beta.shift);
  const start = inverse(Matrix.eye(bias.length).sub(round)).mmul(offset);
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
