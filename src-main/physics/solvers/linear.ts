import { factorSymmetric, solveFactored } from '../../math/sparseFactor.ts';
import { areLinear, type EdgeElements } from '../elements.ts';
import type { Solver, SolverKind } from './solver.ts';
import { unsolvable } from './unsolvable.ts';
import type { KirchhoffSystem } from './system.ts';

/**
 * Linear networks: one sparse factorisation L·D·Lᵀ of the grounded Laplacian, which is symmetric positive definite, and one
 * solve for the correction of the guess, L_ff·δ = −F(V). Starting from the residual instead of the right-hand side costs
 * nothing and leaves an error of rounding only.
 */
export const linear: SolverKind = {
  spec: { kind: 'linear', title: 'Sparse Cholesky', doc: 'Direct solution of networks of linear conductors.', parameters: {} },
  suits: areLinear,
  create: createLinearSolver,
};

function createLinearSolver(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null): Solver {
  const { plan, nodes, edges, nodeA, nodeB, rowA, rowB, slotAA, slotBB, slotBA, slotAB } = system;
  const { conductances } = elements;
  const values = new Float64Array(plan.size);
  const residual = new Float64Array(plan.count + 1);

  const assemble = (voltages: Float64Array): void => {
    values.fill(0);
    residual.fill(0);
    if (injections !== null) for (let unknown = 0; unknown < nodes.length; unknown++) residual[unknown] = injections[nodes[unknown]];
    for (let index = 0; index < edges.length; index++) {
      const conductance = conductances[edges[index]];
      const current = conductance * (voltages[nodeA[index]] - voltages[nodeB[index]]);
      residual[rowA[index]] -= current;
      residual[rowB[index]] += current;
      values[slotAA[index]] += conductance;
      values[slotBB[index]] += conductance;
      // One of the two lies below the diagonal and is used; the other is the mirror image.
      values[slotBA[index]] -= conductance;
      values[slotAB[index]] -= conductance;
    }
  };

  return {
    solve(voltages) {
      assemble(voltages);
      if (!factorSymmetric(plan, values)) throw unsolvable('a set of nodes has lost its last conducting path to a held node');
      solveFactored(plan, values, plan.lower, residual);
      for (let unknown = 0; unknown < nodes.length; unknown++) voltages[nodes[unknown]] += residual[unknown];
      return 1;
    },
  };
}
