import type { EdgeElements } from '../elements.ts';
import { linear } from './linear.ts';
import { newton } from './newton.ts';
import type { Solver, SolverKind } from './solver.ts';
import type { KirchhoffSystem } from './system.ts';

/** Every solver, the most special first. */
export const solvers: Readonly<Record<string, SolverKind>> = { linear, newton };

/**
 * The first solver that suits the elements.
 *
 * @param injections  currents fed into the nodes from outside, A, [node], read at every solution; `null` for none
 */
export function createSolver(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null = null): Solver {
  const kind = Object.values(solvers).find((candidate) => candidate.suits(elements));
  if (kind === undefined) throw new Error('no solver suits the elements');
  return kind.create(system, elements, injections);
}
