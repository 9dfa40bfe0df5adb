import { requireSize, roundedFactor, type AdaptiveTolerances, type Derivative } from './stepControl.ts';

/** Nodes, weights and stages of the pair of Dormand and Prince (J. Comput. Appl. Math. 6, 19, 1980), RK5(4)7FM. */
const [N1, N2, N3, N4] = [1 / 5, 3 / 10, 4 / 5, 8 / 9];
const A10 = 1 / 5;
const [A20, A21] = [3 / 40, 9 / 40];
const [A30, A31, A32] = [44 / 45, -56 / 15, 32 / 9];
const [A40, A41, A42, A43] = [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729];
const [A50, A51, A52, A53, A54] = [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656];
// The fifth-order solution is the state of the last stage, so that its rates begin the next step.
const [A60, A62, A63, A64, A65] = [35 / 384, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84];
/** Fifth-order minus fourth-order weights. */
const [E0, E2, E3, E4, E5, E6] = [71 / 57600, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
/** The part of the fourth-order interpolant that a cubic lacks (Hairer, Nørsett, Wanner, Solving ODEs I, 2nd ed., II.6, code DOPRI5). */
const [D0, D2, D3, D4, D5, D6] = [
  -12715105075 / 11282082432,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];

const SAFETY = 0.9;
const SMALLEST_FACTOR = 0.2;
const LARGEST_FACTOR = 10;
/** How much the error of the previous step damps the change of the step size; it calms steps that stability limits (same book, IV.2). */
const DAMPING = 0.04;

/**
 * Initial value problems dy/dt = f(t, y) by the explicit Runge-Kutta pair of Dormand and Prince: fifth order, with an embedded
 * fourth-order solution whose difference controls the step, and a fourth-order interpolant between the ends of a step.
 *
 * Made for problems that are not stiff or only a little: where decay rates λ far above the rate of interest are present, the
 * step stays near 3.3/λ.
 *
 * @cost   six evaluations of f a step, and about forty operations per number of the state; allocates only in the constructor
 */
export class DormandPrince {
  /** Present time and state; the state may be changed from outside between steps if `restart` is called then. */
  time: number;
  readonly state: Float64Array;
  /** Time and state before the last accepted step. */
  previousTime: number;
  readonly previousState: Float64Array;
  /** Size of the next step to try. */
  stepSize: number;
  accepted = 0;
  rejected = 0;
  evaluations = 0;
  readonly #derivative: Derivative;
  readonly #tolerances: AdaptiveTolerances;
  readonly #trial: Float64Array;
  /** f at the seven stages. */
  readonly #rates: readonly Float64Array[];
  /** Rates at its beginning and the correction of the cubic, of the last accepted step, for the interpolant. */
  readonly #firstRates: Float64Array;
  readonly #correction: Float64Array;
  /** Size of the last accepted step, and whether its correction has been found: only an interpolation asks for it. */
  #lastStep = 0;
  #hasCorrection = true;
  #previousError = 1e-4;

  /**
   * @param state  initial state; copied
   */
  constructor(derivative: Derivative, time: number, state: ArrayLike<number>, tolerances: AdaptiveTolerances) {
    this.#derivative = derivative;
    this.#tolerances = tolerances;
    this.time = time;
    this.previousTime = time;
    this.state = Float64Array.from(state);
    this.previousState = Float64Array.from(state);
    this.#trial = new Float64Array(state.length);
    this.#rates = Array.from({ length: 7 }, () => new Float64Array(state.length));
    this.#firstRates = new Float64Array(state.length);
    this.#correction = new Float64Array(state.length);
    this.restart();
    this.stepSize = this.#firstStepSize();
  }

  /** Evaluates f at the present state; to be called after the state has been changed from outside. */
  restart(): void {
    this.#evaluate(this.time, this.state, this.#rates[0]);
  }

  /**
   * One accepted step.
   *
   * @param limit  the step does not pass this time
   * @throws Error when the step size vanishes: the solution ends there, or f is not continuous
   */
  advance(limit: number): void {
    const { state, previousState } = this;
    let hasFailed = false;
    for (;;) {
      const isLast = this.time + 1.0001 * this.stepSize >= limit;
      const step = isLast ? limit - this.time : this.stepSize;
      if (!(Math.abs(step) > 1e-15 * Math.abs(this.time))) throw new Error(`the step size vanishes at time ${this.time}`);
      this.#tryStep(step);
      const error = this.#errorNorm(step);
      if (!(error <= 1)) {
        this.rejected++;
        hasFailed = true;
        // A trial that left the range of numbers says nothing about how far to go back.
        this.stepSize = step * (Number.isFinite(error) ? Math.max(SMALLEST_FACTOR, roundedFactor(SAFETY * error ** -0.2)) : 0.1);
        continue;
      }
      this.accepted++;
      this.previousTime = this.time;
      previousState.set(state);
      state.set(this.#trial);
      this.time = isLast ? limit : this.time + step;
      const growth =
        error === 0 ? LARGEST_FACTOR : roundedFactor(SAFETY * error ** (0.75 * DAMPING - 0.2) * this.#previousError ** DAMPING);
      // A step that was cut short at the limit, or that follows a failure, must not make the next one grow.
      const proposal = step * Math.min(Math.max(growth, SMALLEST_FACTOR), hasFailed ? 1 : LARGEST_FACTOR);
      this.stepSize = isLast ? Math.max(this.stepSize, proposal) : proposal;
      this.#previousError = Math.max(error, 1e-4);
      this.#firstRates.set(this.#rates[0]);
      this.#rates[0].set(this.#rates[6]);
      this.#lastStep = step;
      this.#hasCorrection = false;
      return;
    }
  }

  /** What is needed to go on bit for bit: time, step size, last error and state. */
  save(): number[] {
    return [this.time, this.stepSize, this.#previousError, ...this.state];
  }

  /** @throws RangeError where the state has another size */
  load([time, stepSize, previousError, ...state]: readonly number[]): void {
    requireSize(state, this.state);
    this.time = this.previousTime = time;
    this.stepSize = stepSize;
    this.#previousError = previousError;
    this.state.set(state);
    this.previousState.set(state);
    this.restart();
  }

  /** Advances to a time exactly. */
  advanceTo(time: number): void {
    while (this.time < time) this.advance(time);
  }

  /**
   * The state at a time within the last accepted step, to fourth order.
   *
   * @param result  written
   */
  interpolate(time: number, result: Float64Array): void {
    if (!this.#hasCorrection) this.#findCorrection();
    const { state, previousState } = this;
    const step = this.time - this.previousTime;
    const theta = step === 0 ? 1 : (time - this.previousTime) / step;
    const rest = 1 - theta;
    const last = this.#rates[6];
    for (let index = 0; index < result.length; index++) {
      const rise = state[index] - previousState[index];
      const bend = step * this.#firstRates[index] - rise;
      const twist = rise - step * last[index] - bend;
      result[index] = previousState[index] + theta * (rise + rest * (bend + theta * (twist + rest * this.#correction[index])));
    }
  }

  #evaluate(time: number, state: Float64Array, rates: Float64Array): void {
    this.evaluations++;
    this.#derivative(time, state, rates);
  }

  /** Stages two to seven; the trial ends as the fifth-order solution. */
  #tryStep(step: number): void {
    const { state, time } = this;
    const trial = this.#trial;
    const [k0, k1, k2, k3, k4, k5, k6] = this.#rates;
    for (let n = 0; n < trial.length; n++) trial[n] = state[n] + step * (A10 * k0[n]);
    this.#evaluate(time + N1 * step, trial, k1);
    for (let n = 0; n < trial.length; n++) trial[n] = state[n] + step * (A20 * k0[n] + A21 * k1[n]);
    this.#evaluate(time + N2 * step, trial, k2);
    for (let n = 0; n < trial.length; n++) trial[n] = state[n] + step * (A30 * k0[n] + A31 * k1[n] + A32 * k2[n]);
    this.#evaluate(time + N3 * step, trial, k3);
    for (let n = 0; n < trial.length; n++) {
      trial[n] = state[n] + step * (A40 * k0[n] + A41 * k1[n] + (A42 * k2[n] + A43 * k3[n]));
    }
    this.#evaluate(time + N4 * step, trial, k4);
    for (let n = 0; n < trial.length; n++) {
      trial[n] = state[n] + step * (A50 * k0[n] + A51 * k1[n] + (A52 * k2[n] + A53 * k3[n]) + A54 * k4[n]);
    }
    this.#evaluate(time + step, trial, k5);
    for (let n = 0; n < trial.length; n++) {
      trial[n] = state[n] + step * (A60 * k0[n] + (A62 * k2[n] + A63 * k3[n]) + (A64 * k4[n] + A65 * k5[n]));
    }
    this.#evaluate(time + step, trial, k6);
  }

  /** Root mean square of the estimated errors, each in units of what is allowed for it. */
  #errorNorm(step: number): number {
    const { state } = this;
    const trial = this.#trial;
    const { relative, absolute } = this.#tolerances;
    const [k0, , k2, k3, k4, k5, k6] = this.#rates;
    let sum = 0;
    for (let index = 0; index < trial.length; index++) {
      const slope = E0 * k0[index] + E2 * k2[index] + E3 * k3[index] + E4 * k4[index] + E5 * k5[index] + E6 * k6[index];
      const allowed = absolute + relative * Math.max(Math.abs(state[index]), Math.abs(trial[index]));
      const ratio = (step * slope) / allowed;
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / trial.length);
  }

  /** The stages of the last step are there until the next one. */
  #findCorrection(): void {
    const [, , k2, k3, k4, k5, k6] = this.#rates;
    const first = this.#firstRates;
    const step = this.#lastStep;
    for (let index = 0; index < first.length; index++) {
      this.#correction[index] =
        step * (D0 * first[index] + D2 * k2[index] + D3 * k3[index] + D4 * k4[index] + D5 * k5[index] + D6 * k6[index]);
    }
    this.#hasCorrection = true;
  }

  /** A step that changes the state by about a hundredth of the tolerance's own scale (same book, II.4, simplified). */
  #firstStepSize(): number {
    const { relative, absolute } = this.#tolerances;
    let size = 0;
    let speed = 0;
    for (let index = 0; index < this.state.length; index++) {
      const allowed = absolute + relative * Math.abs(this.state[index]);
      size += (this.state[index] / allowed) ** 2;
      speed += (this.#rates[0][index] / allowed) ** 2;
    }
    return size === 0 || speed === 0 ? 1e-6 : 0.01 * Math.sqrt(size / speed);
  }
}
