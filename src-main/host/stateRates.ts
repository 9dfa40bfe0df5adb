interface Snapshot {
  /** Learning time (s) or step number, whichever the rate is taken over. */
  at: number;
  states: Float64Array;
}

/**
 * How fast the state of every edge changes: per second of learning time, or per step. Averaged over a window, but never
 * over less than two looks at the machine; while nothing is learned in between, the last rates stand.
 */
export class StateRates {
  readonly #window: number;
  #snapshots: Snapshot[] = [];
  #rates: number[];

  /** @param window  s or steps, as `at` below */
  constructor(window: number, edgeCount: number) {
    this.#window = window;
    this.#rates = new Array<number>(edgeCount).fill(0);
  }

  get rates(): readonly number[] {
    return this.#rates;
  }

  /** Takes note of the states at a learning time or step; the array is copied. */
  look(at: number, states: Float64Array): void {
    const newest = this.#snapshots.at(-1);
    if (newest !== undefined && at <= newest.at) {
      if (at < newest.at) this.reset();
      else return;
    }
    this.#snapshots.push({ at, states: states.slice() });
    while (this.#snapshots.length > 2 && at - this.#snapshots[1].at >= this.#window) this.#snapshots.shift();
    const oldest = this.#snapshots[0];
    if (oldest.at < at) this.#rates = Array.from(states, (state, edge) => (state - oldest.states[edge]) / (at - oldest.at));
  }

  /** Forgets everything: the run began anew. */
  reset(): void {
    this.#snapshots = [];
    this.#rates.fill(0);
  }
}
