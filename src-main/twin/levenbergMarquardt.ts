import { ProblemError } from '../../shared/problem.ts';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** A sum of squares (or of another convex loss) near a parameter vector: its value, gradient and Gauss–Newton matrix. */
export interface NormalEquations {
  /** Σ ρ(r); −∞ < cost. */
  cost: number;
  /** JᵀWJ, [parameter × parameter], row-major; the upper triangle is enough. */
  readonly matrix: Float64Array;
  /** JᵀW·r with r = measured − predicted: the direction of descent, [parameter]. */
  readonly vector: Float64Array;
}

export interface LeastSquaresProblem {
  readonly count: number;
  /**
   * Adds cost, matrix and vector at these parameters.
   *
   * @param equations  zeroed; `matrix` and `vector` may be left alone where only the cost is asked for
   * @returns false where the model has no value there; the step is then taken back
   */
  evaluate(parameters: Float64Array, equations: NormalEquations, isCostOnly: boolean): boolean;
  /** Brings parameters back into their range, in place. */
  confine?(parameters: Float64Array): void;
}

export interface LeastSquaresFit {
  readonly parameters: Float64Array;
  readonly cost: number;
  /** The Gauss–Newton matrix at the end, symmetric, [parameter × parameter]. */
  readonly matrix: Matrix;
  readonly iterations: number;
  readonly hasConverged: boolean;
}

/** The relative fall of the cost below which it is done. */
const SETTLED = 1e-6;
const MAXIMUM_DAMPING = 1e12;

/** The model has no value at the parameters that a fit begins with. */
export class NoStart extends ProblemError {
  constructor() {
    super({
      code: 'E-RUN-INVALID',
      what: 'Nothing can be fitted to these recordings',
      where: 'the start of the fit',
      why: 'the model has no value there: at some measurement the channels around a node are all closed',
      remedy: 'Leave out recordings in which gates lie below the threshold, or in which nothing was read.',
    });
  }
}

/**
 * Minimises by Levenberg and Marquardt: (H + λ·diag H)·step = vector, λ tenfold after a rejected step and a tenth after an
 * accepted one.
 *
 * @throws NoStart
 * @cost   iterations × (one evaluation + count³/3)
 */
export function levenbergMarquardt(problem: LeastSquaresProblem, start: Float64Array, maximumIterations = 40): LeastSquaresFit {
  let parameters = start.slice();
  problem.confine?.(parameters);
  let equations = evaluated(problem, parameters);
  if (equations === null) throw new NoStart();
  let damping = 1e-3;
  let hasConverged = false;
  let iterations = 0;
  while (iterations < maximumIterations && !hasConverged && damping < MAXIMUM_DAMPING) {
    iterations++;
    const step = stepOf(equations, damping);
    const candidate = parameters.map((value, index) => value + step[index]);
    problem.confine?.(candidate);
    const there = evaluated(problem, candidate);
    if (there === null || !(there.cost < equations.cost)) {
      damping *= 10;
      // A step that can't be made shorter in any useful way: the minimum, to rounding.
      hasConverged = there !== null && there.cost - equations.cost <= 1e-12 * Math.abs(equations.cost);
      continue;
    }
    hasConverged = equations.cost - there.cost <= SETTLED * equations.cost;
    parameters = candidate;
    equations = there;
    damping = Math.max(damping / 10, 1e-9);
  }
  return { parameters, cost: equations.cost, matrix: symmetric(equations.matrix, problem.count), iterations, hasConverged };
}

function evaluated(problem: LeastSquaresProblem, parameters: Float64Array): NormalEquations | null {
  const equations = { cost: 0, matrix: new Float64Array(problem.count ** 2), vector: new Float64Array(problem.count) };
  return problem.evaluate(parameters, equations, false) && Number.isFinite(equations.cost) ? equations : null;
}

function stepOf({ matrix, vector }: NormalEquations, damping: number): Float64Array {
  const count = vector.length;
  const damped = symmetric(matrix, count);
  for (let index = 0; index < count; index++) {
    const diagonal = damped.get(index, index);
    damped.set(index, index, diagonal > 0 ? diagonal * (1 + damping) : 1);
  }
  return Float64Array.from(solvePositive(damped, [...vector]));
}

function symmetric(values: Float64Array, count: number): Matrix {
  const matrix = new Matrix(count, count);
  for (let row = 0; row < count; row++) {
    for (let column = row; column < count; column++) {
      matrix.set(row, column, values[row * count + column]);
      matrix.set(column, row, values[row * count + column]);
    }
  }
  return matrix;
}

/** Solves a symmetric, positive definite system; the diagonal is lifted by rounding where it is only semi-definite. */
export function solvePositive(matrix: Matrix, right: readonly number[]): number[] {
  return choleskyOf(matrix)
    .solve(Matrix.columnVector([...right]))
    .to1DArray();
}

/** The inverse of a symmetric, positive definite matrix. */
export function invertPositive(matrix: Matrix): Matrix {
  return choleskyOf(matrix).solve(Matrix.eye(matrix.rows));
}

function choleskyOf(matrix: Matrix): CholeskyDecomposition {
  for (let lift = 0; ; lift = Math.max(lift * 100, 1e-14)) {
    const lifted = matrix.clone();
    for (let index = 0; index < matrix.rows; index++) lifted.set(index, index, matrix.get(index, index) * (1 + lift) + lift * 1e-300);
    const decomposition = new CholeskyDecomposition(lifted);
    if (decomposition.isPositiveDefinite()) return decomposition;
    if (lift > 1) throw new Error('the matrix of the fit is not positive definite');
  }
}
