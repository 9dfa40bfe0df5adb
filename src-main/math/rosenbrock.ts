import { requireSize, roundedFactor, type AdaptiveTolerances, type Derivative } from './stepControl.ts';

/** A system dy/dt = f(y) whose Jacobian J = ∂f/∂y can be solved with. */
export interface StiffSystem {
  /** f; the time is not used. */
  readonly derivative: Derivative;
  /** Prepares solutions with (shift·I − J) at a state; false where that matrix can't be factored. */
  factor(shift: number, state: Float64Array): boolean;
  /** (shift·I − J)·x = b in place. */
  solve(vector: Float64Array): void;
}

/**
 * The method of Kaps and Rentrop with Shampine's coefficients (ACM Trans. Math. Softw. 8, 93, 1982), in the form that avoids products with
 * J: (I/(γh) − J)·g_i = f(y + Σ a_ij·g_j) + Σ c_ij·g_j/h, and the fourth stage shares f with the third.
 */
const GAMMA = 1 / 2;
const [A21, A31, A32] = [2, 48 / 25, 6 / 25];
const [C21, C31, C32, C41, C42, C43] = [-8, 372 / 25, 12 / 5, -112 / 125, -54 / 125, -2 / 5];
const [B1, B2, B3, B4] = [19 / 9, 1 / 2, 25 / 108, 125 / 108];
const [E1, E2, E4] = [17 / 54, 7 / 36, 125 / 108];

const SAFETY = 0.9;
const SMALLEST_FACTOR = 0.2;
const LARGEST_FACTOR = 4;

/**
 * Initial value problems dy/dt = f(y) with decay rates far above the rate of interest, by a linearly implicit Runge-Kutta method of
 * order four with an embedded third-order solution that controls the step. The step follows the interesting motion, however fast
 * the rest decays.
 *
 * @cost   three evaluations of f, one factorisation and four solves a step; allocates only in the constructor
 */
export class Rosenbrock {
  /** Present time and state; the state may be changed from outside between steps if `restart` is called then. */
  time: number;
  readonly state: Float64Array;
  /** Size of the next step to try. */
  stepSize: number;
  accepted = 0;
  rejected = 0;
  readonly #system: StiffSystem;
  readonly #tolerances: AdaptiveTolerances;
  readonly #rates: Float64Array;
  readonly #trialRates: Float64Array;
  readonly #trial: Float64Array;
  readonly #stages: readonly Float64Array[];

  /**
   * @param state     initial state; copied
   * @param stepSize  first step to try
   */
  constructor(system: StiffSystem, time: number, state: ArrayLike<number>, stepSize: number, tolerances: AdaptiveTolerances) {
    this.#system = system;
    this.#tolerances = tolerances;
    this.time = time;
    this.stepSize = stepSize;
    this.state = Float64Array.from(state);
    this.#trial = new Float64Array(state.length);
    this.#rates = new Float64Array(state.length);
    this.#trialRates = new Float64Array(state.length);
    this.#stages = [0, 1, 2, 3].map(() => new Float64Array(state.length));
    this.restart();
  }

  /** Evaluates f at the present state; to be called after the state has been changed from outside. */
  restart(): void {
    this.#system.derivative(this.time, this.state, this.#rates);
  }

  /**
   * One accepted step.
   *
   * @param limit  the step does not pass this time
   * @throws Error when the step size vanishes: the solution ends there
   */
  advance(limit: number): void {
    let hasFailed = false;
    for (;;) {
      const isLast = this.time + 1.0001 * this.stepSize >= limit;
      const step = isLast ? limit - this.time : this.stepSize;
      if (!(step > 1e-15 * Math.abs(this.time))) throw new Error(`the step size vanishes at time ${this.time}`);
      const error = this.#tryStep(step) ? this.#errorNorm() : Infinity;
      if (!(error <= 1)) {
        this.rejected++;
        hasFailed = true;
        this.stepSize =
          step * (Number.isFinite(error) ? Math.max(SMALLEST_FACTOR, roundedFactor(SAFETY * error ** -0.25)) : SMALLEST_FACTOR);
        continue;
      }
      this.accepted++;
      this.state.set(this.#trial);
      this.time = isLast ? limit : this.time + step;
      const growth = error === 0 ? LARGEST_FACTOR : roundedFactor(SAFETY * error ** -0.25);
      const proposal = step * Math.min(Math.max(growth, SMALLEST_FACTOR), hasFailed ? 1 : LARGEST_FACTOR);
      // A step that was cut short at the limit says nothing against the size that was planned.
      this.stepSize = isLast ? Math.max(this.stepSize, proposal) : proposal;
      this.restart();
      return;
    }
  }

  /** What is needed to go on bit for bit: time, step size and state. */
  save(): number[] {
    return [this.time, this.stepSize, ...this.state];
  }

  /** @throws RangeError where the state has another size */
  load([time, stepSize, ...state]: readonly number[]): void {
    requireSize(state, this.state);
    this.time = time;
    this.stepSize = stepSize;
    this.state.set(state);
    this.restart();
  }

  /** Advances to a time exactly. */
  advanceTo(time: number): void {
    while (this.time < time) this.advance(time);
  }

  /** The four stages; `#trial` ends as the solution of fourth order. False where the matrix can't be factored. */
  #tryStep(step: number): boolean {
    const { state } = this;
    const trial = this.#trial;
    const trialRates = this.#trialRates;
    const system = this.#system;
    const [g1, g2, g3, g4] = this.#stages;
    if (!system.factor(1 / (GAMMA * step), state)) return false;
    g1.set(this.#rates);
    system.solve(g1);
    for (let index = 0; index < trial.length; index++) trial[index] = state[index] + A21 * g1[index];
    system.derivative(this.time, trial, trialRates);
    for (let index = 0; index < trial.length; index++) g2[index] = trialRates[index] + (C21 * g1[index]) / step;
    system.solve(g2);
    for (let index = 0; index < trial.length; index++) trial[index] = state[index] + A31 * g1[index] + A32 * g2[index];
    system.derivative(this.time, trial, trialRates);
    for (let index = 0; index < trial.length; index++) g3[index] = trialRates[index] + (C31 * g1[index] + C32 * g2[index]) / step;
    system.solve(g3);
    for (let index = 0; index < trial.length; index++) {
      g4[index] = trialRates[index] + (C41 * g1[index] + C42 * g2[index] + C43 * g3[index]) / step;
    }
    system.solve(g4);
    for (let index = 0; index < trial.length; index++) {
      trial[index] = state[index] + B1 * g1[index] + B2 * g2[index] + B3 * g3[index] + B4 * g4[index];
    }
    return true;
  }

  /** Root mean square of the estimated errors, each in units of what is allowed for it. */
  #errorNorm(): number {
    const { state } = this;
    const trial = this.#trial;
    const { relative, absolute } = this.#tolerances;
    const [g1, g2, , g4] = this.#stages;
    let sum = 0;
    for (let index = 0; index < trial.length; index++) {
      const allowed = absolute + relative * Math.max(Math.abs(state[index]), Math.abs(trial[index]));
      const ratio = (E1 * g1[index] + E2 * g2[index] + E4 * g4[index]) / allowed;
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / trial.length);
  }
}
