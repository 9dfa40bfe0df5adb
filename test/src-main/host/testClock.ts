import type { Clock } from '../../../src-main/host/clock.ts';

interface Timer {
  at: number;
  callback: () => void;
}

/** Time that passes only when a test says so. */
export class TestClock implements Clock {
  time = 0;
  #timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  yield(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.time + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass, a millisecond at a time, with everything that happens in it. */
  async pass(milliseconds: number): Promise<void> {
    for (const end = this.time + milliseconds; this.time < end;) {
      this.time += 1;
      for (const timer of [...this.#timers]) {
        if (timer.at > this.time) continue;
        this.#timers.delete(timer);
        timer.callback();
      }
      await settle();
    }
  }
}

/** Lets everything that is ready to happen happen. */
export async function settle(turns = 3): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
