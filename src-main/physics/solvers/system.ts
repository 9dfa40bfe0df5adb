import { planFactor, slotOf, type FactorPlan } from '../../math/factorPlan.ts';
import type { Network } from '../network.ts';

/**
 * Kirchhoff's equations of one network under one set of held nodes, laid out for the solvers: which nodes are unknown, and
 * into which slots of the matrix every edge adds. Analysed once; voltages and conductances change freely afterwards.
 */
export interface KirchhoffSystem {
  readonly plan: FactorPlan;
  /** Unknown nodes in elimination order, [unknown]. */
  readonly nodes: Int32Array;
  /** Edges with at least one unknown end, and for each, packed: node a, node b, row of a, row of b. */
  readonly edges: Int32Array;
  readonly nodeA: Int32Array;
  readonly nodeB: Int32Array;
  /** Row of each end in the equations; `plan.count` (a spare row) where that end is held. */
  readonly rowA: Int32Array;
  readonly rowB: Int32Array;
  /** Slots of ∂F_a/∂V_a, ∂F_b/∂V_b, ∂F_b/∂V_a and ∂F_a/∂V_b; the waste slot where an end is held. */
  readonly slotAA: Int32Array;
  readonly slotBB: Int32Array;
  readonly slotBA: Int32Array;
  readonly slotAB: Int32Array;
}

/**
 * Lays out the equations.
 *
 * @param isHeld      1 where the voltage is imposed, [node]
 * @param isFloating  1 where no conducting path leads to a held node, [node]; these nodes and their edges are left out
 * @param border      unknown nodes that are eliminated last, so that the factors serve the network in which they are held, too
 * @param numbered    factorisations of up to so many multiply-adds are kept number by number; as `planFactor` decides where it is absent
 * @cost   see `planFactor`; once per set of held nodes
 */
export function createSystem(
  network: Network,
  isHeld: Uint8Array,
  isFloating: Uint8Array,
  border: readonly number[] = [],
  numbered?: number,
): KirchhoffSystem {
  const unknownOf = new Int32Array(network.nodeCount).fill(-1);
  const unknowns: number[] = [];
  const isLast = new Set(border);
  for (let node = 0; node < network.nodeCount; node++) {
    if (isHeld[node] === 0 && isFloating[node] === 0 && !isLast.has(node)) unknownOf[node] = unknowns.push(node) - 1;
  }
  for (const node of border) unknownOf[node] = unknowns.push(node) - 1;
  const neighbours = unknowns.map(() => new Set<number>());
  const active: number[] = [];
  for (let edge = 0; edge < network.edgeCount; edge++) {
    const a = unknownOf[network.from[edge]];
    const b = unknownOf[network.to[edge]];
    if (a < 0 && b < 0) continue;
    if (isFloating[network.from[edge]] === 1 || isFloating[network.to[edge]] === 1) continue;
    active.push(edge);
    if (a >= 0 && b >= 0) {
      neighbours[a].add(b);
      neighbours[b].add(a);
    }
  }
  const plan = planFactor(neighbours, border.length, numbered);
  const nodes = new Int32Array(plan.count);
  plan.order.forEach((unknown, turn) => (nodes[turn] = unknowns[unknown]));
  const row = (unknown: number): number => (unknown < 0 ? plan.count : plan.position[unknown]);
  const slot = (i: number, j: number): number => (i < 0 || j < 0 ? plan.waste : slotOf(plan, i, j));
  const endA = active.map((edge) => unknownOf[network.from[edge]]);
  const endB = active.map((edge) => unknownOf[network.to[edge]]);
  return {
    plan,
    nodes,
    edges: Int32Array.from(active),
    nodeA: Int32Array.from(active, (edge) => network.from[edge]),
    nodeB: Int32Array.from(active, (edge) => network.to[edge]),
    rowA: Int32Array.from(endA, row),
    rowB: Int32Array.from(endB, row),
    slotAA: Int32Array.from(endA, (a) => slot(a, a)),
    slotBB: Int32Array.from(endB, (b) => slot(b, b)),
    slotBA: Int32Array.from(endA, (a, index) => slot(endB[index], a)),
    slotAB: Int32Array.from(endA, (a, index) => slot(a, endB[index])),
  };
}

/** The edges of a system packed for the inner loop, so that it walks one array instead of nine. */
export interface Wiring {
  /** Edges between two unknown nodes, seven numbers each: edge, node a, node b, row of a, row of b, slot ∂F_b/∂V_a, slot ∂F_a/∂V_b. */
  readonly inner: Int32Array;
  /** Edges from an unknown node to a held one, four numbers each: edge, unknown node, held node, row. */
  readonly outer: Int32Array;
}

/** A row is also the slot of its diagonal: `FactorPlan` keeps the diagonal first. */
export function wiringOf(system: KirchhoffSystem): Wiring {
  const { plan, edges, nodeA, nodeB, rowA, rowB, slotBA, slotAB } = system;
  const inner: number[] = [];
  const outer: number[] = [];
  edges.forEach((edge, index) => {
    const [a, b, i, j] = [nodeA[index], nodeB[index], rowA[index], rowB[index]];
    if (j === plan.count) outer.push(edge, a, b, i);
    else if (i === plan.count) outer.push(edge, b, a, j);
    else inner.push(edge, a, b, i, j, slotBA[index], slotAB[index]);
  });
  return { inner: Int32Array.from(inner), outer: Int32Array.from(outer) };
}
