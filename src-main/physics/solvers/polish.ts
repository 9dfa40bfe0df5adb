import { factorGeneral, solveFactored } from '../../math/sparseFactor.ts';
import { edgeCurrent, edgeSlope, type EdgeElements } from '../elements.ts';
import { Kirchhoff } from './kirchhoff.ts';
import { Relaxation } from './relaxation.ts';
import type { KirchhoffSystem } from './system.ts';
import { unsolvable } from './unsolvable.ts';

/** Rounds of correction; the second already reaches the rounding of the largest current. */
const ROUNDS = 3;
/** The refinement ends at a step below this, V, or where it gets nowhere. */
const RESOLUTION = 1e-12;
/** A channel that is just about to close is approached by halves: 1 µV to 1e-12 V in 20 turns. */
const MAXIMUM_TURNS = 60;
/**
 * Added to the diagonal, relative to the stiffest node, so that a node whose channels are all closed has an equation. Tiny where
 * such nodes are to fall, for the step is shortened until it fits; larger where it is not.
 */
const LEAK = 1e-15;
const POLISH_LEAK = 1e-12;

/**
 * Newton's method to the end: the solvers of the inner loop stop at 1e-9 V, and where a channel closes a last step of that size
 * leaves more than that.
 *
 * @param voltages  a solution, V, [node]; refined in place
 * @cost   one factorisation for most networks, up to 60 where nodes hang on channels that are about to close
 */
export function refine(system: KirchhoffSystem, elements: EdgeElements, voltages: Float64Array): void {
  const { plan, nodes } = system;
  if (plan.count === 0) return;
  const kirchhoff = new Kirchhoff(system, elements);
  const before = new Float64Array(plan.count);
  const step = new Float64Array(plan.count);
  const relaxation = new Relaxation(system, elements, null);
  kirchhoff.enterBox(voltages);
  for (let turn = 0; turn < MAXIMUM_TURNS; turn++) {
    // A node that drifts towards the opening of its next channel is put there.
    relaxation.sweep(voltages, kirchhoff.lowest, kirchhoff.highest);
    kirchhoff.assemble(voltages);
    const { norm, lowest, highest } = kirchhoff;
    // Without a pivot the matrix is singular to rounding: what is there already is as good as it gets.
    if (!factor(kirchhoff, system, LEAK)) return;
    solveFactored(plan, kirchhoff.values, plan.upper, kirchhoff.vector);
    step.set(kirchhoff.vector);
    nodes.forEach((node, unknown) => (before[unknown] = voltages[node]));
    let largest = 0;
    // Nodes that hang together behind closed channels fall freely until one opens: halving finds a step that does not pass it.
    for (let fraction = 1; fraction > 1e-9; fraction /= 2) {
      largest = 0;
      nodes.forEach((node, unknown) => {
        voltages[node] = Math.min(Math.max(before[unknown] + fraction * step[unknown], lowest), highest);
        largest = Math.max(largest, Math.abs(voltages[node] - before[unknown]));
      });
      kirchhoff.residual(voltages);
      if (kirchhoff.norm <= 1.01 * norm) break;
    }
    if (largest <= RESOLUTION) return;
  }
}

function factor(kirchhoff: Kirchhoff, { plan }: KirchhoffSystem, leak: number): boolean {
  for (let unknown = 0; unknown < plan.count; unknown++) kirchhoff.values[unknown] += leak * kirchhoff.stiffness;
  return factorGeneral(plan, kirchhoff.values);
}

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
  if (!factor(kirchhoff, system, POLISH_LEAK)) throw unsolvable('a set of nodes has lost its last conducting path to a held node');
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
