import { DenseSystem } from './denseSystem.ts';

/**
 * Raises an alarm when a board no longer agrees with its twin: a one-sided CUSUM (Page 1954) of the squared misses of each
 * measurement. Σ(miss/σ)² of n readings is brought to a standard normal number by Wilson and Hilferty's cube root, and
 *
 *   S ← max(0, S + z − k),   alarm at S > h.
 *
 * h follows from the mean number of measurements between false alarms that is asked for (`thresholdFor`).
 */
export class FaultMonitor {
  readonly #threshold: number;
  #sum = 0;

  /** @param between  measurements between two false alarms, on average, at least: the rate that is stated */
  constructor(between: number) {
    this.#threshold = thresholdFor(MARGIN * between);
  }

  get threshold(): number {
    return this.#threshold;
  }

  /** The sum as a fraction of the threshold. */
  get level(): number {
    return this.#sum / this.#threshold;
  }

  /**
   * @param cost   Σ(miss/σ)² of one measurement
   * @param count  readings in it
   * @returns whether the alarm is raised
   */
  add(cost: number, count: number): boolean {
    const spread = 2 / (9 * count);
    const z = (Math.cbrt(cost / count) - (1 - spread)) / Math.sqrt(spread);
    this.#sum = Math.max(0, this.#sum + z - DRIFT);
    return this.#sum > this.#threshold;
  }

  /** After an alarm was seen to. */
  reset(): void {
    this.#sum = 0;
  }
}

/** What healthy measurements look like: Σ(miss/σ)² is `scale` times a χ² number of `count` degrees of freedom. */
export interface HealthyReference {
  readonly scale: number;
  readonly count: number;
}

/**
 * From the sums of healthy measurements, by their mean and variance (Satterthwaite 1946): misses of neighbouring nodes go together,
 * because a source that was read wrong moves them all, so that there are fewer degrees of freedom than readings. Both are taken at
 * the upper end of what so few measurements allow: a mean that is too low by a tenth of a deviation would double the false alarms.
 *
 * @param costs  at least two that differ
 */
export function healthyReference(costs: readonly number[]): HealthyReference {
  const measured = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const scatter = costs.reduce((sum, cost) => sum + (cost - measured) ** 2, 0) / (costs.length - 1);
  const mean = measured + CAUTION * Math.sqrt(scatter / costs.length);
  const variance = scatter * (1 + CAUTION * Math.sqrt((2 + (12 * scatter) / (2 * measured ** 2)) / costs.length));
  return { scale: variance / (2 * mean), count: (2 * mean ** 2) / variance };
}

/**
 * The test is made for so many times the measurements that are stated: the cube root makes of a sum of squares a number whose upper tail is a
 * little heavier than the normal one, by some per cent of alarms, and what is stated is to hold in every count of them. A change is found a
 * quarter of a measurement later for it (h grows by ln 1.25).
 */
const MARGIN = 1.25;
/** One-sided, in standard errors: what is stated holds in 98 of 100 references. */
const CAUTION = 2;
/** k: half of the smallest shift that is to be found soon, in standard deviations. */
const DRIFT = 0.5;
/** Levels of the sum in the Markov chain; the mean distance between alarms changes by less than 1 % beyond these. */
const LEVELS = 80;

/** h for a mean number of measurements between false alarms, by bisection. */
export function thresholdFor(between: number): number {
  let [low, high] = [0, 4 + Math.log(Math.max(between, 1))];
  for (let round = 0; round < 40; round++) {
    const middle = 0.5 * (low + high);
    if (measurementsBetween(middle) < between) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Mean number of measurements until S > h where nothing is wrong, as a Markov chain over levels of S (Brook and Evans 1972):
 * L = 1 + R·L, R_ij the chance to come from level i to level j.
 *
 * @cost levels³/3
 */
export function measurementsBetween(threshold: number): number {
  const width = (2 * threshold) / (2 * LEVELS - 1);
  const system = new DenseSystem(LEVELS);
  const right = new Float64Array(LEVELS).fill(1);
  for (let from = 0; from < LEVELS; from++) {
    for (let to = 0; to < LEVELS; to++) {
      const upper = normalBelow((to - from + 0.5) * width + DRIFT);
      const chance = to === 0 ? upper : upper - normalBelow((to - from - 0.5) * width + DRIFT);
      system.matrix[from * LEVELS + to] = (from === to ? 1 : 0) - chance;
    }
  }
  if (!system.factor()) return Infinity;
  system.solve(right);
  return right[0];
}

/** Φ(z), to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}
