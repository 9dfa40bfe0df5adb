/**
 * Raises an alarm when a board no longer agrees with its twin: a one-sided CUSUM (Page 1954) of the squared misses of each
 * measurement. Σ(miss/σ)² of n readings is brought to a standard normal number by Wilson and Hilferty's cube root, and
 *
 *   S ← max(0, S + z − k),   alarm at S > h.
 *
 * Between false alarms lie (e^{2kb} − 2kb − 1)/(2k²) measurements on average, b = h + 1.166 (Siegmund 1985), from which h follows.
 */
export class FaultMonitor {
  readonly #threshold: number;
  #sum = 0;

  /** @param between  measurements between two false alarms, on average: the rate that is stated */
  constructor(between: number) {
    this.#threshold = thresholdFor(between);
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
 * because a source that was read wrong moves them all, so that there are fewer degrees of freedom than readings.
 *
 * @param costs  at least two that differ
 */
export function healthyReference(costs: readonly number[]): HealthyReference {
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const variance = costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / (costs.length - 1);
  return { scale: variance / (2 * mean), count: (2 * mean ** 2) / variance };
}

/** k: half of the smallest shift that is to be found soon, in standard deviations. */
const DRIFT = 0.5;

/** h for a mean number of measurements between false alarms, by bisection of Siegmund's formula. */
export function thresholdFor(between: number): number {
  let [low, high] = [0, 100];
  for (let round = 0; round < 60; round++) {
    const middle = 0.5 * (low + high);
    const b = 2 * DRIFT * (middle + 1.166);
    if ((Math.exp(b) - b - 1) / (2 * DRIFT ** 2) < between) low = middle;
    else high = middle;
  }
  return high;
}
