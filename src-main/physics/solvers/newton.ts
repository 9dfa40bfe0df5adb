import type { FactorPlan } from '../../math/factorPlan.ts';
import { factorGeneral, solveFactored, solveInterior, substituteBack } from '../../math/sparseFactor.ts';
import type { EdgeElements } from '../elements.ts';
import { Kirchhoff } from './kirchhoff.ts';
import { NewtonKernel, type NewtonLimits } from './newtonKernel.ts';
import { Relaxation } from './relaxation.ts';
import type { Solver, SolverKind } from './solver.ts';
import type { KirchhoffSystem } from './system.ts';
import { unsolvable } from './unsolvable.ts';

/**
 * Networks with square-law channels: Newton's method on F(V) = 0 from the guess it is given.
 *
 * The Jacobian is dominated by its diagonal column by column (the current into one end of an edge is the current out of the
 * other), so that it factors without exchanging rows. After each factorisation the same factors are used again while they
 * contract (Shamanskii's method), and how they contract tells when to stop: after a small change of the gates, one
 * factorisation and two solves do.
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
  create(system, elements, injections) {
    const solver = new NewtonSolver(system, elements, injections);
    const kernel = NewtonKernel.create(system, elements, injections, solver.limits);
    return kernel === null ? solver : { solve: (voltages) => kernel.solve(voltages) || solver.solve(voltages) };
  },
};

/** A last step below this ends the search, V; what remains is at least ten times smaller. */
const TOLERANCE = 1e-9;
/**
 * With the same factors the steps shrink by a nearly constant factor (from the first to the second by half of it, because the
 * error that the first one leaves is quadratic). So what remains after a step δ₂ that follows δ₁ is 1 to 2 times δ₂²/δ₁; this
 * many times as much must lie below the tolerance.
 */
const CAUTION = 20;
/** The damping d to begin with, relative to S·1 V: it keeps the equation of a node solvable while all its channels are closed. The law has no leak. */
const LEAK = 1e-6;
/** A step that leaves more than this part of the residual gets nowhere. */
const SLOW = 0.5;
/** A step that leaves less than this part of it may be followed by one with the same factors. */
const FAST = 0.1;
const MAXIMUM_SOLVES = 2000;

/** The scalars are fields for the same reason as those of `Kirchhoff`. */
export class NewtonSolver implements Solver {
  readonly #plan: FactorPlan;
  readonly #isBorderHeld: boolean;
  /** The solver whose factors are tried first. */
  readonly #lender: NewtonSolver | null;
  /** Whether the values hold the factors of a Jacobian. */
  #hasFactors = false;
  /** Unknown nodes: all of the system, or those before its border. */
  readonly #nodes: Int32Array;
  readonly #kirchhoff: Kirchhoff;
  readonly #relaxation: Relaxation;
  /** Voltages before the last step, V, [unknown]. */
  readonly #before: Float64Array;
  /** The damping d, and what it is to begin with, S. */
  #damping: number;
  readonly #leak: number;
  /** The furthest that a node went in the last step, V. */
  #moved = Number.NaN;
  /** Linear solves so far. */
  #solves = 0;

  /**
   * @param injections  currents fed into the nodes from outside, A, [node]; `null` for none
   * @param lender      a solver on the same system: this one holds the system's border too, begins with the factors that the other made last,
   *                    and factors, in the same place, only where those do not contract
   */
  constructor(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null, lender: NewtonSolver | null = null) {
    const { plan, nodes } = system;
    this.#plan = plan;
    this.#isBorderHeld = lender !== null;
    this.#lender = lender;
    this.#nodes = lender === null ? nodes : nodes.subarray(0, plan.count - plan.border);
    const values = lender === null ? undefined : lender.#kirchhoff.values;
    this.#kirchhoff = new Kirchhoff(system, elements, injections, lender !== null, values);
    this.#relaxation = new Relaxation(system, elements, injections, lender !== null);
    this.#before = new Float64Array(this.#nodes.length);
    this.#leak = LEAK * elements.transconductances.reduce((largest, value) => Math.max(largest, value), 0);
    this.#damping = this.#leak;
  }

  get limits(): NewtonLimits {
    return { leak: this.#leak, tolerance: TOLERANCE, caution: CAUTION, fast: FAST, maximumSolves: MAXIMUM_SOLVES };
  }

  solve(voltages: Float64Array): number {
    const kirchhoff = this.#kirchhoff;
    kirchhoff.enterBox(voltages);
    this.#damping = this.#leak;
    if (this.#lender !== null && this.#borrow(this.#lender, voltages)) return this.#solves;
    for (this.#solves = 1; this.#solves <= MAXIMUM_SOLVES; this.#solves++) {
      kirchhoff.assemble(voltages);
      const { norm } = kirchhoff;
      const isUndamped = this.#damping <= this.#leak;
      this.#factorAndSolve();
      this.#move(voltages);
      if (isUndamped && this.#moved <= TOLERANCE) return this.#solves;
      kirchhoff.residual(voltages);
      const isDone = isUndamped && kirchhoff.norm < FAST * norm ? this.#repeat(voltages) : this.#recover(voltages, norm);
      if (isDone) return this.#solves;
    }
    throw unsolvable(`Newton's method has not converged after ${MAXIMUM_SOLVES} steps`);
  }

  /** Factors the Jacobian and solves for the step of Newton's method. */
  #factorAndSolve(): void {
    const plan = this.#plan;
    const { values, vector } = this.#kirchhoff;
    const damping = this.#damping;
    for (let unknown = 0; unknown < vector.length; unknown++) values[unknown] += damping;
    this.#hasFactors = factorGeneral(plan, values, this.#isBorderHeld ? plan.nothing : vector);
    if (!this.#hasFactors) throw unsolvable('a set of nodes has lost its last conducting path to a held node');
    if (this.#isBorderHeld) solveInterior(plan, values, plan.upper, vector);
    else substituteBack(plan, values, plan.upper, vector);
  }

  /** Solves with the factors that another solver made; true at the solution. */
  #borrow(lender: NewtonSolver, voltages: Float64Array): boolean {
    const kirchhoff = this.#kirchhoff;
    if (!lender.#hasFactors) return false;
    kirchhoff.residual(voltages);
    const { norm } = kirchhoff;
    this.#solves = 1;
    this.#solveAgain();
    this.#move(voltages);
    if (this.#moved <= TOLERANCE) return true;
    kirchhoff.residual(voltages);
    if (kirchhoff.norm > norm) this.#takeBack(voltages);
    return kirchhoff.norm < FAST * norm && this.#repeat(voltages);
  }

  /** Solves for a step with the factors that there are. */
  #solveAgain(): void {
    const plan = this.#plan;
    const { values, vector } = this.#kirchhoff;
    (this.#isBorderHeld ? solveInterior : solveFactored)(plan, values, plan.upper, vector);
  }

  /** Adds the step to the voltages, as far as the box allows. */
  #move(voltages: Float64Array): void {
    const { vector, lowest, highest } = this.#kirchhoff;
    const nodes = this.#nodes;
    const accepted = this.#before;
    let moved = 0;
    for (let unknown = 0; unknown < nodes.length; unknown++) {
      const node = nodes[unknown];
      const before = voltages[node];
      let after = before + vector[unknown];
      if (after < lowest) after = lowest;
      else if (after > highest) after = highest;
      moved = Math.max(moved, Math.abs(after - before));
      accepted[unknown] = before;
      voltages[node] = after;
    }
    this.#moved = moved;
  }

  #takeBack(voltages: Float64Array): void {
    const nodes = this.#nodes;
    for (let unknown = 0; unknown < nodes.length; unknown++) voltages[nodes[unknown]] = this.#before[unknown];
  }

  /** Uses the factors again while they contract; true at the solution. */
  #repeat(voltages: Float64Array): boolean {
    const kirchhoff = this.#kirchhoff;
    for (;;) {
      const { norm } = kirchhoff;
      const previous = this.#moved;
      this.#solves++;
      this.#solveAgain();
      this.#move(voltages);
      const moved = this.#moved;
      if (moved <= TOLERANCE || CAUTION * moved * moved <= TOLERANCE * previous) return true;
      kirchhoff.residual(voltages);
      if (kirchhoff.norm > norm) this.#takeBack(voltages);
      if (!(kirchhoff.norm < FAST * norm)) return false;
    }
  }

  /**
   * After a step that contracted little or not at all: takes it back if it did harm, and adapts the damping.
   *
   * @param norm  Σ|F| before the step, A
   * @returns     true where what is left is rounding
   */
  #recover(voltages: Float64Array, norm: number): boolean {
    const kirchhoff = this.#kirchhoff;
    kirchhoff.measureRounding();
    const { rounding } = kirchhoff;
    const hasGrown = kirchhoff.norm > 1.01 * norm && kirchhoff.norm > rounding;
    if (hasGrown) this.#takeBack(voltages);
    // What is left is rounding: after this step, or (give or take a digit) after the one before, which this one made no smaller.
    if (hasGrown ? norm <= 10 * rounding : kirchhoff.norm <= rounding && this.#damping <= this.#leak) return true;
    const isSlow = kirchhoff.norm > SLOW * norm;
    this.#adapt(hasGrown, isSlow);
    if (isSlow) this.#relaxation.sweep(voltages, kirchhoff.lowest, kirchhoff.highest);
    return false;
  }

  /** Tenfold after a rejected step; down to the leak while the steps succeed, and below it where they no longer get anywhere. */
  #adapt(hasGrown: boolean, isSlow: boolean): void {
    const damping = this.#damping;
    const leak = this.#leak;
    if (hasGrown) this.#damping = 10 * damping;
    else if (isSlow) this.#damping = Math.max(0.1 * damping, 1e-9 * leak);
    else if (damping > leak) this.#damping = Math.max(0.1 * damping, leak);
  }
}
