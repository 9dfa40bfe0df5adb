/** µs */
const RANGE = 4294967296;

/** The learning time of a run from what the board tells of it: µs, modulo 2³², more than an hour. */
export class RunClock {
  /** s */
  time = 0;
  readonly #stepTime: number | null;

  /** @param stepTime  s, of a clocked board, whose steps have the length of the document; `null`: the board counts */
  constructor(stepTime: number | null) {
    this.#stepTime = stepTime;
  }

  /** Learning time at a step, s. */
  at(step: number, microseconds: number): number {
    if (this.#stepTime !== null) return step * this.#stepTime;
    const laps = Math.max(Math.round((this.time * 1e6 - microseconds) / RANGE), 0);
    return (laps * RANGE + microseconds) * 1e-6;
  }

  set(step: number, microseconds: number): void {
    this.time = this.at(step, microseconds);
  }
}
