import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** A reading that determines all of a parameter leaves no residual; leverages are kept from 1 by this. */
const LEAST_FREEDOM = 1e-3;

/**
 * The share of one cluster of readings in the middle of a sandwich covariance, Jᵀ·(1 − H)^(−1/2)·r with H = J·C·Jᵀ: residuals are
 * smaller than the errors, because the fit has followed these, and by the more the fewer readings there are per parameter. (Bell and
 * McCaffrey 2002, CR2: unbiased where errors are independent, however few clusters there are.)
 *
 * @param rows       J in units of the noise, [reading × parameter]
 * @param residuals  r in units of the noise, [reading]
 * @param covariance  C, of the parameters, from independent errors of unit variance
 * @returns [parameter]
 * @cost readings³ + readings·parameters²
 */
export function clusterScore(rows: readonly Float64Array[], residuals: readonly number[], covariance: Matrix): number[] {
  const jacobian = new Matrix(rows.map((row) => Array.from(row)));
  const leverage = jacobian.mmul(covariance).mmul(jacobian.transpose());
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(leverage, { assumeSymmetric: true });
  const turned = eigenvectorMatrix.transpose().mmul(Matrix.columnVector([...residuals]));
  realEigenvalues.forEach((value, index) => turned.set(index, 0, turned.get(index, 0) / Math.sqrt(Math.max(1 - value, LEAST_FREEDOM))));
  return jacobian.transpose().mmul(eigenvectorMatrix.mmul(turned)).to1DArray();
}
