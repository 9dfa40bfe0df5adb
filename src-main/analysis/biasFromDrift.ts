import { Matrix, solve } from 'ml-matrix';

/** A drift that was seen: how fast the states moved along a direction. */
export interface Drift {
  /** [edge], of any length: of a task with one datapoint the tangent of its line of solutions. */
  readonly direction: readonly number[];
  /** dG/dt there, V/s, [edge]. */
  readonly velocity: readonly number[];
}

/**
 * The bias B that explains the drifts of tasks trained alone, V/s, [edge] (Dillavou 2025, Appendix E). Along a flat direction
 * only the bias drives, dG/dt = N·B (Eq. D5), so that each drift gives one projection of B; with as many directions as edges
 * there is one B that has them all.
 *
 * @param drifts  at least as many as edges; with more, the least squares solution
 * @throws Error where the directions leave a part of B undetermined
 */
export function biasFromDrifts(drifts: readonly Drift[]): number[] {
  const units = drifts.map(({ direction }) => {
    const length = Math.hypot(...direction);
    return direction.map((value) => value / length);
  });
  const speeds = drifts.map(({ velocity }, row) => units[row].reduce((sum, value, edge) => sum + value * velocity[edge], 0));
  const bias = solve(new Matrix(units), Matrix.columnVector(speeds)).to1DArray();
  if (!bias.every(Number.isFinite)) throw new Error('the directions of the drifts do not determine the bias');
  return bias;
}
