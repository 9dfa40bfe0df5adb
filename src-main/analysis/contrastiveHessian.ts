import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Trainer } from '../learning/trainer.ts';
import { contrast, errorAt, withStates } from './probe.ts';

/** Step of the central differences, relative to a state of order 1 (a gate voltage in V): rounding and curvature weigh alike. */
const STEP = 1e-5;

/**
 * Matrix of the linearised learning dynamics at some states, dG/dt ≈ −A_0·M·(G − G*): M_ij = −∂(ΔV_F² − ΔV_C²)_i/∂G_j, by
 * central differences, [edge × edge], V. At a solution and for linear networks it is the Hessian of the contrastive function
 * C = (P_C − P_F)/η divided by S, symmetric and positive semi-definite (Stern 2022, Methods and Fig. 3b; Dillavou 2025, Eqs. 6 and
 * D2, prints C without the 1/η, which is the same at η = 1 alone).
 *
 * @param datapoints  of the training set; their mean is taken
 * @cost   four solves per edge and datapoint
 */
export function contrastiveHessian(trainer: Trainer, states: ArrayLike<number>, datapoints: readonly number[]): Matrix {
  const edges = states.length;
  const matrix = Matrix.zeros(edges, edges);
  const moved = Float64Array.from(states);
  for (let column = 0; column < edges; column++) {
    const at = (shift: number): Float64Array => {
      moved[column] = states[column] + shift;
      return withStates(trainer, moved, () => contrast(trainer, datapoints));
    };
    const [above, below] = [at(STEP), at(-STEP)];
    moved[column] = states[column];
    for (let row = 0; row < edges; row++) matrix.set(row, column, -(above[row] - below[row]) / (2 * STEP));
  }
  return matrix;
}

/** Eigenvalues of the symmetric part of a matrix, ascending. */
export function spectrum(matrix: Matrix): number[] {
  const symmetric = Matrix.add(matrix, matrix.transpose()).mul(0.5);
  return [...new EigenvalueDecomposition(symmetric, { assumeSymmetric: true }).realEigenvalues].sort((a, b) => a - b);
}

/**
 * How well the learning rule follows gradient descent: the cosine of the angle between the contrast and the descent direction
 * of the mean squared error, both over the whole training set (Stern et al. 2021; 1 in the limit of a small nudge on linear networks
 * with one output).
 */
export function gradientOverlap(trainer: Trainer, states: ArrayLike<number>): number {
  const datapoints = Array.from({ length: trainer.experiment.training.count }, (_, datapoint) => datapoint);
  const update = withStates(trainer, states, () => contrast(trainer, datapoints));
  const moved = Float64Array.from(states);
  const descent = moved.map((_, edge) => {
    const at = (shift: number): number => {
      moved[edge] = states[edge] + shift;
      return errorAt(trainer, moved);
    };
    const slope = (at(STEP) - at(-STEP)) / (2 * STEP);
    moved[edge] = states[edge];
    return -slope;
  });
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index], 0);
  return dot(update, descent) / Math.sqrt(dot(update, update) * dot(descent, descent));
}
