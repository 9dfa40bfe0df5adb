import { factorGeneral, solveFactored } from '../../math/sparseFactor.ts';
import { edgeCurrent, edgeSlope, type EdgeElements } from '../elements.ts';
import { Kirchhoff } from './kirchhoff.ts';
import type { KirchhoffSystem } from './system.ts';
import { unsolvable } from './unsolvable.ts';

/** Rounds of correction; the second already reaches the rounding of the largest current. */
const ROUNDS = 3;

/**
 * The low-order part of a solution: what the voltages would need beyond the 53 bits of a number, V, [node]. A drop of 1 µV
 * between nodes at 5 V is known to 1e-9 only; with the corrections added to the drops the currents balance to about 1e-16 of the
 * largest one. (Iterative refinement that keeps the correction apart instead of rounding it away.)
 *
 * @param voltages  a solution, V, [node]
 * @cost   one factorisation
 */
export function polish(system: KirchhoffSystem, elements: EdgeElements, voltages: Float64Array): Float64Array {
  const { plan, nodes, edges, nodeA, nodeB, rowA, rowB } = system;
  const corrections = new Float64Array(voltages.length);
  if (plan.count === 0) return corrections;
  const kirchhoff = new Kirchhoff(system, elements);
  const { values, vector } = kirchhoff;
  kirchhoff.assemble(voltages);
  for (let unknown = 0; unknown < plan.count; unknown++) values[unknown] += 1e-12 * kirchhoff.stiffness;
  if (!factorGeneral(plan, values)) throw unsolvable('a set of nodes has lost its last conducting path to a held node');
  for (let round = 0; round < ROUNDS; round++) {
    solveFactored(plan, values, plan.upper, vector);
    nodes.forEach((node, unknown) => (corrections[node] += vector[unknown]));
    vector.fill(0);
    edges.forEach((edge, index) => {
      const current = correctedCurrent(elements, edge, voltages, corrections, nodeA[index], nodeB[index]);
      vector[rowA[index]] -= current;
      vector[rowB[index]] += current;
    });
  }
  return corrections;
}

/** Current of an edge at the voltages plus their low-order part, A. */
export function correctedCurrent(
  elements: EdgeElements,
  edge: number,
  voltages: Float64Array,
  corrections: Float64Array,
  a: number,
  b: number,
): number {
  const slopes = edgeSlope(elements, edge, voltages[a]) * corrections[a] - edgeSlope(elements, edge, voltages[b]) * corrections[b];
  return edgeCurrent(elements, edge, voltages[a], voltages[b]) + slopes;
}
