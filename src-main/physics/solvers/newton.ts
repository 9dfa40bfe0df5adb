import { factorGeneral, solveFactored } from '../../math/sparseFactor.ts';
import type { EdgeElements } from '../elements.ts';
import { Kirchhoff } from './kirchhoff.ts';
import { Relaxation } from './relaxation.ts';
import type { Solver, SolverKind } from './solver.ts';
import type { KirchhoffSystem } from './system.ts';
import { unsolvable } from './unsolvable.ts';

/**
 * Networks with square-law channels: Newton's method on F(V) = 0 from the guess it is given.
 *
 * The Jacobian is dominated by its diagonal column by column (the current into one end of an edge is the current out of the
 * other), so that it factors without exchanging rows. After each factorisation the same factors are used again while they
 * contract (Shamanskii's method): after a small change of the gates, one factorisation and two or three solves do.
 *
 * Where a full step would raise the residual, the equation is followed in time instead: (J + d)·δ = −F is an implicit step of
 * C·dV/dt = −F with C/Δt = d, along which the sum of |F| can't grow for ever, because the network only relaxes. d rises
 * tenfold at a rejected step and falls at an accepted one (pseudo-transient continuation); in between, nodes are balanced one by
 * one (`Relaxation`), which no step along a straight line does for a node whose channels are all closed. All voltages stay between the
 * lowest and the highest held one (maximum principle), unless currents are fed in from outside.
 */
export const newton: SolverKind = {
  spec: { kind: 'newton', title: 'Newton, sparse LU', doc: 'Networks of transistors and linear conductors.', parameters: {} },
  suits: () => true,
  create: createNewtonSolver,
};

/** A last step below this ends the search, V; what remains is at least ten times smaller. */
const TOLERANCE = 1e-9;
/** The damping d to begin with, relative to S·1 V: it keeps the equation of a node solvable while all its channels are closed. The law has no leak. */
const LEAK = 1e-6;
/** A step that leaves more than this part of the residual gets nowhere. */
const SLOW = 0.5;
const MAXIMUM_SOLVES = 2000;

function createNewtonSolver(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null): Solver {
  const { plan, nodes } = system;
  const kirchhoff = new Kirchhoff(system, elements, injections);
  const relaxation = new Relaxation(system, elements, injections);
  const { values, vector } = kirchhoff;
  const accepted = new Float64Array(plan.count);
  const state = dampingOf(elements);

  const restore = (voltages: Float64Array): void => {
    for (let unknown = 0; unknown < nodes.length; unknown++) voltages[nodes[unknown]] = accepted[unknown];
  };

  const factor = (): void => {
    for (let unknown = 0; unknown < nodes.length; unknown++) values[unknown] += state.damping;
    if (!factorGeneral(plan, values)) throw unsolvable('a set of nodes has lost its last conducting path to a held node');
  };

  /** Solves with the present factors and moves the voltages; true when none has moved further than the tolerance. */
  const step = (voltages: Float64Array): boolean => {
    solveFactored(plan, values, plan.upper, vector);
    const { lowest, highest } = kirchhoff;
    let isLast = true;
    for (let unknown = 0; unknown < nodes.length; unknown++) {
      const node = nodes[unknown];
      const before = voltages[node];
      const after = Math.min(Math.max(before + vector[unknown], lowest), highest);
      accepted[unknown] = before;
      voltages[node] = after;
      if (!(Math.abs(after - before) <= TOLERANCE)) isLast = false;
    }
    return isLast;
  };

  return {
    solve(voltages) {
      kirchhoff.enterBox(voltages);
      state.damping = state.leak;
      kirchhoff.assemble(voltages);
      for (let solves = 1; solves <= MAXIMUM_SOLVES; solves++) {
        let { norm } = kirchhoff;
        const { damping, leak } = state;
        factor();
        if (step(voltages) && damping <= leak) return solves;
        kirchhoff.residual(voltages);
        const hasGrown = kirchhoff.norm > 1.01 * norm && kirchhoff.norm > kirchhoff.rounding;
        if (hasGrown) restore(voltages);
        // What is left is rounding: after this step, or (give or take a digit) after the one before, which this one made no smaller.
        if (hasGrown ? norm <= 10 * kirchhoff.rounding : kirchhoff.norm <= kirchhoff.rounding && damping <= leak) return solves;
        const isSlow = kirchhoff.norm > SLOW * norm;
        adapt(state, hasGrown, isSlow);
        if (isSlow) relaxation.sweep(voltages, kirchhoff.lowest, kirchhoff.highest);
        let isFast = kirchhoff.norm < 0.1 * norm && damping <= leak;
        while (isFast && solves < MAXIMUM_SOLVES) {
          norm = kirchhoff.norm;
          solves++;
          if (step(voltages)) return solves;
          kirchhoff.residual(voltages);
          if (kirchhoff.norm > norm) restore(voltages);
          isFast = kirchhoff.norm < 0.1 * norm;
        }
        kirchhoff.assemble(voltages);
      }
      throw unsolvable(`Newton's method has not converged after ${MAXIMUM_SOLVES} steps`);
    },
  };
}

/** The damping d and its leak, S; in an object for the same reason as the scalars of `Kirchhoff`. */
interface Damping {
  damping: number;
  readonly leak: number;
}

function dampingOf({ transconductances }: EdgeElements): Damping {
  const leak = LEAK * transconductances.reduce((largest, value) => Math.max(largest, value), 0);
  return { damping: leak, leak };
}

/** Tenfold after a rejected step; down to the leak while the steps succeed, and below it where they no longer get anywhere. */
function adapt(state: Damping, hasGrown: boolean, isSlow: boolean): void {
  const { damping, leak } = state;
  if (hasGrown) state.damping = 10 * damping;
  else if (isSlow) state.damping = Math.max(0.1 * damping, 1e-9 * leak);
  else if (damping > leak) state.damping = Math.max(0.1 * damping, leak);
}
