import { areLinear, type EdgeElements } from './elements.ts';
import type { Network } from './network.ts';
import { createSolver } from './solvers/index.ts';
import { LinearFactors } from './solvers/linearFactors.ts';
import { NewtonSolver } from './solvers/newton.ts';
import type { Solver } from './solvers/solver.ts';
import { createSystem } from './solvers/system.ts';

/** A network under one set of held nodes. */
export interface Boundary {
  readonly elements: EdgeElements;
  /** 1 where the voltage is imposed, [node]. */
  readonly isHeld: Uint8Array;
  /** 1 where no conducting path leads to a held node, [node]. */
  readonly isFloating: Uint8Array;
  /** Currents fed into the nodes from outside, A, [node]; `null` for none. */
  readonly injections: Float64Array | null;
}

/** Linear factorisations of fewer multiply-adds than this are made twice, which costs less than what sharing takes. Measured: see README.md. */
const SHARED = 1_000;
/**
 * Up to so many multiply-adds transistors are solved number by number, by the kernel in WebAssembly, either network by itself: that is quicker
 * than what shares factors or takes supernodes. Measured: same place.
 */
const NUMBERED_TRANSISTORS = 500_000;
/** With so few more held nodes the shared factors certainly cost less than two. */
const FEW = 8;

/**
 * Solvers of the same network under two sets of held nodes, of which the second holds some more (the outputs of the clamped
 * network). Where that pays, both use one factorisation: the nodes that only the second one holds are eliminated last, so that its factors
 * are a part of the first one's.
 *
 * Either solver may be called at any time; the second gains where it follows the first.
 */
export function createSolverPair(network: Network, free: Boundary, clamped: Boundary): readonly [free: Solver, clamped: Solver] {
  return sharingPair(network, free, clamped) ?? [alone(network, free), alone(network, clamped)];
}

function alone(network: Network, { isHeld, isFloating, elements, injections }: Boundary): Solver {
  return createSolver(createSystem(network, isHeld, isFloating, [], numbered(elements)), elements, injections);
}

/** What `createSystem` is to keep number by number; where it is undefined, it decides itself. */
function numbered(elements: EdgeElements): number | undefined {
  return areLinear(elements) ? undefined : NUMBERED_TRANSISTORS;
}

/** `null` where the two can't share or need not. */
function sharingPair(network: Network, free: Boundary, clamped: Boundary): readonly [Solver, Solver] | null {
  if (free.elements !== clamped.elements) return null;
  const border = moreHeld(network, free, clamped);
  if (border === null) return null;
  const { elements } = free;
  const isLinear = areLinear(elements);
  const { plan, ...system } = createSystem(network, free.isHeld, free.isFloating, border, numbered(elements));
  if (plan.cost <= (isLinear ? SHARED : NUMBERED_TRANSISTORS)) return null;
  if (border.length > FEW && plan.cost > 2 * createSystem(network, free.isHeld, free.isFloating).plan.cost) return null;
  if (isLinear) {
    const factors = new LinearFactors({ plan, ...system }, elements);
    return [factors.solver(false, free.injections), factors.solver(true, clamped.injections)];
  }
  const lender = new NewtonSolver({ plan, ...system }, elements, free.injections);
  return [lender, new NewtonSolver({ plan, ...system }, elements, clamped.injections, lender)];
}

/** The nodes that only the second network holds; `null` where the two differ in more than that. */
function moreHeld({ nodeCount }: Network, free: Boundary, clamped: Boundary): number[] | null {
  const border: number[] = [];
  for (let node = 0; node < nodeCount; node++) {
    const isUnknown = free.isHeld[node] === 0 && free.isFloating[node] === 0;
    const isUnknownClamped = clamped.isHeld[node] === 0 && clamped.isFloating[node] === 0;
    if (isUnknownClamped && !isUnknown) return null;
    if (isUnknown && !isUnknownClamped) border.push(node);
  }
  return border;
}
