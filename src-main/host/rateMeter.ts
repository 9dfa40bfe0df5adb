/** The window over which a rate is measured. */
const WINDOW_MS = 1000;

/** Steps per second of wall time, measured over the last second. */
export class RateMeter {
  #samples: { time: number; steps: number }[] = [];
  #steps = 0;

  /** Counts steps done until now. */
  add(steps: number, now: number): void {
    if (this.#samples.length === 0) this.#samples.push({ time: now, steps: this.#steps });
    this.#steps += steps;
    const newest = this.#samples.at(-1);
    // One sample per 20 ms is enough; a run at full speed reports every few milliseconds.
    if (newest !== undefined && this.#samples.length > 1 && now - newest.time < 20) newest.steps = this.#steps;
    else this.#samples.push({ time: now, steps: this.#steps });
  }

  /** Steps per second; 0 when nothing was done within the last second. */
  rate(now: number): number {
    while (this.#samples.length > 1 && now - this.#samples[1].time >= WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (first === undefined || this.#samples.length < 2 || now - this.#samples[this.#samples.length - 1].time >= WINDOW_MS) return 0;
    const elapsed = Math.max(now - first.time, 1);
    return ((this.#steps - first.steps) * 1000) / elapsed;
  }

  /** Forgets everything, as at a pause. */
  reset(): void {
    this.#samples = [];
  }
}
