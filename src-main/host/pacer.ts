/** At most this much lost time is caught up: after a stall the run goes on at its speed instead of racing. */
const CATCH_UP_MS = 100;

/** Turns a speed in steps per second of wall time into steps that are due. */
export class Pacer {
  #speed: number | null;
  #owed = 0;
  #last: number;

  constructor(speed: number | null, now: number) {
    this.#speed = speed;
    this.#last = now;
  }

  get speed(): number | null {
    return this.#speed;
  }

  /** Sets the speed; `null`: as fast as it goes. */
  setSpeed(speed: number | null, now: number): void {
    this.#speed = speed;
    this.restart(now);
  }

  /** Forgets what is owed, as after a pause; the first step is due at once. */
  restart(now: number): void {
    this.#last = now;
    this.#owed = 1;
  }

  /** Whole steps due now; infinite at full speed. */
  due(now: number): number {
    if (this.#speed === null) return Number.POSITIVE_INFINITY;
    const ceiling = Math.max(1, (this.#speed * CATCH_UP_MS) / 1000);
    this.#owed = Math.min(this.#owed + (this.#speed * (now - this.#last)) / 1000, ceiling);
    this.#last = now;
    return Math.floor(this.#owed);
  }

  /** Counts steps as done. */
  done(steps: number): void {
    if (this.#speed !== null) this.#owed -= steps;
  }

  /** Wall time until the next step is due, ms. */
  wait(now: number): number {
    if (this.#speed === null) return 0;
    const owed = this.#owed + (this.#speed * (now - this.#last)) / 1000;
    return owed >= 1 ? 0 : ((1 - owed) * 1000) / this.#speed;
  }
}
