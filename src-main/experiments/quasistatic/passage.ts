import { compileExperiment } from '../../learning/experiment/compile.ts';
import { CoupledRun } from '../../learning/transient/coupledRun.ts';
import type { HeldTask } from '../../learning/transient/heldTask.ts';
import { heldTask } from '../../learning/transient/heldTaskOf.ts';
import { powerLawExponent } from '../../math/powerLaw.ts';
import { allosteryDraw, FLOOR, NUDGE } from './allosteryDraw.ts';

/** Trained: the equilibrium error is a millionth of the first one (Fig. 2d). */
export const THRESHOLD = 1e-6;
/**
 * Error of one step, V and S. A tenth of it changes training times by less than 4e-4 up to R = 1; beyond, where the ringing error may
 * just miss the threshold and meet it half a period later, by up to a tenth in one draw of four.
 */
const TOLERANCE = 1e-6;
/**
 * How long a run may take: learning times 1/γ_l below R = 1, relaxation times 1/γ_p above. A draw that slow learning has not trained by
 * then counts as out of reach; those that are reached take 20 to 800.
 */
const PATIENCE = 3e3;
/** The same for draws that are out of reach, of which only the beginning is of interest. */
const IMPATIENCE = 50;
/** Integrator steps after which a run is given up: more than that patience takes, so that only runs that run away meet it. */
const MOST_STEPS = 60_000;

/** One run until the equilibrium error is below the threshold. Times in units of 1/γ_p. */
export interface Passage {
  readonly rate: number;
  /** `null` where the threshold is not reached. */
  readonly trainingTime: number | null;
  /** When the nonequilibrium error first turns from falling to rising: its "first zero". `null` where it never does. */
  readonly firstMinimum: number | null;
  /** Time between the first and the third zero of the targets’ deviations, projected on the first deviations. */
  readonly period: number | null;
  /** Largest factor by which the nonequilibrium error ever rose again. */
  readonly rebound: number;
  /** Largest nonequilibrium and equilibrium error, relative to the first. */
  readonly highestError: number;
  readonly highestEquilibriumError: number;
  /** At the end, S, [edge]. */
  readonly conductances: Float64Array;
}

export function drawnTask(seed: number, sources: number): HeldTask {
  return heldTask(compileExperiment(allosteryDraw(seed, sources)));
}

/**
 * Trains at scaled learning rates R = γ_l/γ_p, the slowest first, until the equilibrium error is a millionth of the first. Draws that
 * the slowest does not reach are given up early at the others.
 *
 * @param report  told the part that is done
 */
export function trainAll(task: HeldTask, rates: readonly number[], report: (fraction: number) => void): Passage[] {
  const passages: Passage[] = [];
  for (const rate of rates) {
    const isHopeless = passages.length > 0 && passages[0].trainingTime === null;
    passages.push(train(task, rate, isHopeless ? IMPATIENCE : PATIENCE));
    report(passages.length / rates.length);
  }
  return passages;
}

function train(task: HeldTask, rate: number, patience: number): Passage {
  const run = new CoupledRun(task, { relaxation: 1, learning: rate, nudge: NUDGE, floor: FLOOR }, TOLERANCE);
  const watch = new RingingWatch(run);
  const limit = patience / Math.min(rate, 1);
  const first = run.firstError;
  let [rebound, lowest, highestError, highestEquilibriumError] = [1, 1, 0, 0];
  let before = { time: 0, error: 1 };
  let trainingTime: number | null = null;
  while (trainingTime === null && run.time < limit && run.steps < MOST_STEPS) {
    run.advance(limit);
    watch.look();
    const error = run.error / first;
    // Below the threshold, errors are of no interest any more.
    lowest = Math.min(lowest, Math.max(error, THRESHOLD));
    rebound = Math.max(rebound, error / lowest);
    highestError = Math.max(highestError, error);
    const now = { time: run.time, error: run.equilibriumError() / first };
    highestEquilibriumError = Math.max(highestEquilibriumError, now.error);
    if (now.error <= THRESHOLD) trainingTime = crossing(before, now);
    before = now;
  }
  const { firstMinimum, period } = watch;
  return {
    rate,
    trainingTime,
    firstMinimum,
    period,
    rebound,
    highestError,
    highestEquilibriumError,
    conductances: run.conductances.slice(),
  };
}

/** Exponent of a quantity against R over some of the passages; `null` where one has none to give. */
export function exponentOf(passages: readonly Passage[], quantity: (passage: Passage) => number | null): number | null {
  const points = passages.map((passage): [number, number | null] => [passage.rate, quantity(passage)]);
  if (points.some(([, value]) => value === null)) return null;
  return powerLawExponent(points as [number, number][]);
}

interface Moment {
  readonly time: number;
  readonly error: number;
}

/** Where the logarithm of the error, straight between two moments, passes the threshold. */
function crossing(before: Moment, now: Moment): number {
  const part = Math.log(THRESHOLD / before.error) / Math.log(now.error / before.error);
  return before.time + part * (now.time - before.time);
}

/** Notes the first minimum of the error, and when the deviations of the targets, projected on the first ones, pass through zero. */
class RingingWatch {
  firstMinimum: number | null = null;
  readonly #run: CoupledRun;
  readonly #first: readonly number[];
  readonly #zeros: number[] = [];
  #projection: number;
  #last: Moment;

  constructor(run: CoupledRun) {
    this.#run = run;
    this.#first = Array.from(run.task.targets, (_, target) => run.deviation(target));
    this.#projection = run.firstError;
    this.#last = { time: 0, error: run.firstError };
  }

  get period(): number | null {
    return this.#zeros.length < 3 ? null : this.#zeros[2] - this.#zeros[0];
  }

  look(): void {
    const { time, error } = this.#run;
    if (error > this.#last.error) this.firstMinimum ??= this.#last.time;
    this.#last = { time, error };
    const projection = this.#first.reduce((sum, first, target) => sum + first * this.#run.deviation(target), 0);
    if (projection * this.#projection < 0) this.#zeros.push(time);
    this.#projection = projection;
  }
}
