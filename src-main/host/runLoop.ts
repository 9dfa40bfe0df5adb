import type { Clock } from './clock.ts';
import type { Pacer } from './pacer.ts';
import type { Queue } from './queue.ts';

/** The machine is left to itself for this long before requests and frames have their turn. */
const SLICE_MS = 8;
/** Within a slice the clock is read about this often. */
const CHUNK_MS = 1;
/** A machine on a wire is left alone for longer: every stretch costs it a question and an answer, some 10 ms. */
const WIRE_CHUNK_MS = 100;
/** A waiting run looks up at least this often, so that its speed read-out stays alive. */
const LONGEST_REST_MS = 100;

export interface RunLoopParts {
  clock: Clock;
  queue: Queue;
  pacer: Pacer;
  /** Runs so many training steps; answers how many were done. Fewer means that there is nothing to do now. */
  advance(steps: number): number | Promise<number>;
  /** How many of these steps to run in one stretch. */
  stretch(steps: number): number;
  /** Called after every slice, outside the queue. */
  afterSlice(): Promise<void>;
  /** Called when the machine failed; the run is paused then. */
  onFailure(thrown: unknown): void;
}

interface Job {
  remaining: number;
  /** A counted job runs as fast as it goes; an endless one keeps to the pacer. */
  isCounted: boolean;
  finish(): void;
}

/** Runs a machine in slices of wall time and yields in between, so that a request is answered at once at every speed. */
export class RunLoop {
  readonly #parts: RunLoopParts;
  #job: Job | null = null;
  #chunk = 1;
  /** The machine did less than it was asked to: it is frozen, or at its end. */
  #isIdle = false;
  #isLooping = false;
  #wake: () => void = () => undefined;

  constructor(parts: RunLoopParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#job !== null;
  }

  /** Runs until it is paused. */
  start(): void {
    if (this.#job?.isCounted === false) return;
    void this.#begin(Number.POSITIVE_INFINITY);
  }

  /** Runs so many steps as fast as it goes, then pauses; resolves then, or when another call interrupts it. */
  step(steps: number): Promise<void> {
    return this.#begin(steps);
  }

  pause(): void {
    this.#job?.finish();
    this.#job = null;
    this.#wake();
  }

  /** Makes a resting run look at its speed again. */
  wake(): void {
    this.#wake();
  }

  #begin(steps: number): Promise<void> {
    this.pause();
    const { pacer, clock } = this.#parts;
    pacer.restart(clock.now());
    return new Promise((resolve) => {
      this.#job = { remaining: steps, isCounted: Number.isFinite(steps), finish: resolve };
      if (!this.#isLooping) void this.#loop();
    });
  }

  async #loop(): Promise<void> {
    this.#isLooping = true;
    while (this.#job !== null) {
      const job = this.#job;
      try {
        await this.#parts.queue.run(() => this.#slice(job));
        const isDone = job.remaining <= 0;
        if (isDone && this.#job === job) this.#job = null;
        await this.#parts.afterSlice();
        if (isDone) job.finish();
      } catch (thrown) {
        if (this.#job === job) this.pause();
        this.#parts.onFailure(thrown);
      }
      if (this.#job !== null) await this.#rest();
    }
    this.#isLooping = false;
  }

  async #slice(job: Job): Promise<void> {
    const { clock, pacer } = this.#parts;
    const begin = clock.now();
    this.#isIdle = false;
    let due = job.isCounted ? job.remaining : pacer.due(begin);
    for (let now = begin; now - begin < SLICE_MS && this.#job === job;) {
      const steps = this.#parts.stretch(Math.min(due, job.remaining, this.#chunk));
      if (steps < 1) return;
      const answer = this.#parts.advance(steps);
      // Awaiting a number would cost a turn of the microtask queue per chunk.
      const done = typeof answer === 'number' ? answer : await answer;
      job.remaining -= done;
      due -= done;
      if (!job.isCounted) pacer.done(done);
      if (done < steps) {
        // Counted steps that can't be done are not waited for; an endless run goes on when the machine does.
        this.#isIdle = true;
        if (job.isCounted) job.remaining = 0;
        return;
      }
      const after = clock.now();
      const aim = typeof answer === 'number' ? CHUNK_MS : WIRE_CHUNK_MS;
      if (after - now < aim / 2) this.#chunk = Math.min(this.#chunk * 2, 65536);
      else if (after - now > aim * 2) this.#chunk = Math.max(1, this.#chunk >> 1);
      now = after;
    }
  }

  async #rest(): Promise<void> {
    const { clock, pacer } = this.#parts;
    const owed = this.#job?.isCounted === true ? 0 : Math.min(pacer.wait(clock.now()), LONGEST_REST_MS);
    const wait = this.#isIdle ? LONGEST_REST_MS : owed;
    if (wait < 1) return clock.yield();
    await new Promise<void>((resolve) => {
      const cancel = clock.after(wait, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = () => undefined;
  }
}
