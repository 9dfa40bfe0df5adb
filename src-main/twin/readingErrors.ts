import { Matrix, solve } from 'ml-matrix';
import { invertPositive } from './levenbergMarquardt.ts';

/**
 * Readings that were taken at one moment, with what makes them miss: the error of a reading is Σ over causes c of F_c·x_c, with numbers x_c
 * that are independent and of variance s_c. Everything is in units in which the fit weighs all readings alike.
 */
export interface ReadingCluster {
  /** J, [reading × parameter]. */
  readonly jacobian: Matrix;
  /** What the fit misses, [reading]. */
  readonly residuals: readonly number[];
  /** F_c of each cause, [reading × numbers]. */
  readonly causes: readonly Matrix[];
}

/** What makes readings miss, and what that does to a fit. */
export interface ReadingErrors {
  /** s_c, [cause]; none below zero. */
  readonly variances: readonly number[];
  /** Σ J'VJ with V = Σ s_c·F_c·F_c': the middle of the covariance of the parameters, [parameter × parameter]. */
  readonly spread: Matrix;
}

/** Rounds of weights and variances; neither changes by a twentieth after these. */
const ROUNDS = 2;
/** Moments that variances are told from: each is some ten readings, and more say the same again. */
const MOST_CLUSTERS = 40;

/**
 * How much each cause contributes to what a least-squares fit misses (I-MINQUE: Rao 1972; where it comes to rest it is the restricted
 * maximum likelihood of Patterson and Thompson 1971). With r = (1 − J·C·J')·e over all clusters, S_c = F_c·F_c', V = Σ s_c·S_c and
 * A_d = V⁻¹·S_d·V⁻¹,
 *
 *   Σ r'A_d·r = Σ_c s_c·[tr(A_d·S_c) − 2·tr(C·J'S_c·A_d·J) + tr(C·(J'S_c·J)·C·(J'A_d·J))]
 *
 * holds on average whatever the errors are distributed like, and is solved for s. Causes are shared by all readings, so that their variances
 * are known from hundreds of these, where a covariance made of the residuals of each moment rests on tens of moments.
 *
 * @param covariance  C, [parameter × parameter]: of the parameters, if all readings had independent errors of unit variance
 * @param start       s_c to begin with, [cause]
 * @cost clusters × readings·parameters², and for some of them rounds × (readings³ + readings²·parameters)
 */
export function readingErrors(clusters: readonly ReadingCluster[], covariance: Matrix, start: readonly number[]): ReadingErrors {
  const spreads = start.map((_, cause) => {
    const total = Matrix.zeros(covariance.rows, covariance.rows);
    for (const { jacobian, causes } of clusters) {
      const moved = jacobian.transpose().mmul(causes[cause]);
      total.add(moved.mmul(moved.transpose()));
    }
    return total;
  });
  const carried = spreads.map((spread) => covariance.mmul(spread).mmul(covariance));
  const stride = Math.max(1, clusters.length / MOST_CLUSTERS);
  const some = Array.from({ length: Math.min(clusters.length, MOST_CLUSTERS) }, (_, index) => {
    const { jacobian, residuals, causes } = clusters[Math.floor(index * stride)];
    const squares = causes.map((factor) => factor.mmul(factor.transpose()));
    return { jacobian, residuals, squares, followed: covariance.mmul(jacobian.transpose()) };
  });
  let variances = [...start];
  for (let round = 0; round < ROUNDS; round++) {
    const system = Matrix.zeros(start.length, start.length);
    const right = new Array<number>(start.length).fill(0);
    for (const { jacobian, residuals, squares, followed } of some) {
      const inverse = invertPositive(totalOf(squares, variances));
      const column = Matrix.columnVector([...residuals]);
      squares.forEach((square, of) => {
        const weight = inverse.mmul(square).mmul(inverse);
        const answered = weight.mmul(jacobian);
        const kept = jacobian.transpose().mmul(answered);
        right[of] += column.transpose().mmul(weight.mmul(column)).get(0, 0);
        squares.forEach((other, cause) => {
          const left = traceOf(other, weight) - 2 * traceOf(followed, other.mmul(answered)) + traceOf(carried[cause], kept);
          system.set(of, cause, system.get(of, cause) + left);
        });
      });
    }
    variances = nonNegative(system, right);
  }
  return { variances, spread: totalOf(spreads, variances) };
}

/** Σ s_c·M_c. */
function totalOf(matrices: readonly Matrix[], variances: readonly number[]): Matrix {
  const total = Matrix.zeros(matrices[0].rows, matrices[0].columns);
  matrices.forEach((matrix, cause) => total.add(Matrix.mul(matrix, variances[cause])));
  return total;
}

/** tr(A·B). */
function traceOf(a: Matrix, b: Matrix): number {
  const [left, right] = [a.to2DArray(), b.to2DArray()];
  let sum = 0;
  for (let row = 0; row < left.length; row++)
    for (let column = 0; column < left[row].length; column++) sum += left[row][column] * right[column][row];
  return sum;
}

/** Solves for variances; a cause whose variance would be below zero is none, and the others are solved for without it. */
function nonNegative(system: Matrix, right: readonly number[]): number[] {
  const variances = right.map(() => 0);
  let active = [...right.keys()];
  while (active.length > 0) {
    const found = solve(system.selection(active, active), Matrix.columnVector(active.map((cause) => right[cause]))).to1DArray();
    const least = found.indexOf(Math.min(...found));
    if (found[least] >= 0) {
      active.forEach((cause, at) => (variances[cause] = found[at]));
      break;
    }
    active = active.filter((_, at) => at !== least);
  }
  return variances;
}
