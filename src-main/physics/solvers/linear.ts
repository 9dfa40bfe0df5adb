import { createValues } from '../../math/factorPlan.ts';
import { factorSymmetric, substituteBack } from '../../math/sparseFactor.ts';
import { areLinear, type EdgeElements } from '../elements.ts';
import type { Solver, SolverKind } from './solver.ts';
import { unsolvable } from './unsolvable.ts';
import { wiringOf, type KirchhoffSystem } from './system.ts';

/**
 * Linear networks: one sparse factorisation L·D⁻¹·Lᵀ of the grounded Laplacian, which is symmetric positive definite, and one
 * solve for the correction of the guess, L_ff·δ = −F(V). Starting from the residual instead of the right-hand side costs
 * nothing and leaves an error of rounding only.
 */
export const linear: SolverKind = {
  spec: { kind: 'linear', title: 'Sparse Cholesky', doc: 'Direct solution of networks of linear conductors.', parameters: {} },
  suits: areLinear,
  create: createLinearSolver,
};

function createLinearSolver(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null): Solver {
  const { plan, nodes } = system;
  const { conductances } = elements;
  const { inner, outer } = wiringOf(system);
  const values = createValues(plan);
  const residual = new Float64Array(plan.count);

  const assemble = (voltages: Float64Array): void => {
    values.fill(0, 0, plan.upper);
    for (let unknown = 0; unknown < nodes.length; unknown++) residual[unknown] = injections === null ? 0 : injections[nodes[unknown]];
    for (let place = 0; place < inner.length; place += 7) {
      const conductance = conductances[inner[place]];
      const current = conductance * (voltages[inner[place + 1]] - voltages[inner[place + 2]]);
      const rowA = inner[place + 3];
      const rowB = inner[place + 4];
      residual[rowA] -= current;
      residual[rowB] += current;
      values[rowA] += conductance;
      values[rowB] += conductance;
      // The one of the two slots that lies below the diagonal; the upper part is its mirror image and not used.
      values[Math.min(inner[place + 5], inner[place + 6])] -= conductance;
    }
    for (let place = 0; place < outer.length; place += 4) {
      const conductance = conductances[outer[place]];
      const row = outer[place + 3];
      residual[row] -= conductance * (voltages[outer[place + 1]] - voltages[outer[place + 2]]);
      values[row] += conductance;
    }
  };

  return {
    solve(voltages) {
      assemble(voltages);
      if (!factorSymmetric(plan, values, residual)) throw unsolvable('a set of nodes has lost its last conducting path to a held node');
      if (!substituteBack(plan, values, plan.lower, residual)) throw unsolvable('the conductances differ too much for conjugate gradients');
      for (let unknown = 0; unknown < nodes.length; unknown++) voltages[nodes[unknown]] += residual[unknown];
      return 1;
    },
  };
}
