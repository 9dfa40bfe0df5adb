import type { Spec } from '../../../shared/spec.ts';
import type { EdgeElements } from '../elements.ts';
import type { KirchhoffSystem } from './system.ts';

/**
 * Finds the node voltages at which the currents into every unknown node sum to zero (Kirchhoff's current law):
 *
 *   F_n(V) = Σ_edges I_e leaving n − I_n = 0   for every node n that is neither held nor floating,
 *
 * where I_n is a current fed in from outside, if any.
 *
 * A solver is made for one system and one set of elements; it may be called any number of times while states and held
 * voltages change, and allocates nothing then.
 */
export interface Solver {
  /**
   * Solves in place.
   *
   * @param voltages  V, [node]: held and floating entries are read, the others hold the first guess and receive the answer
   * @returns         the number of linear solves that it took
   * @throws ProblemError (E-NET-SOLVE) rather than give a wrong answer
   */
  solve(voltages: Float64Array): number;
}

export interface SolverKind {
  readonly spec: Spec;
  /** True where this solver gives the right answer for these elements. */
  suits(elements: EdgeElements): boolean;
  /** @param injections  currents fed into the nodes from outside, A, [node], read at every solution; `null` for none */
  create(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null): Solver;
}
