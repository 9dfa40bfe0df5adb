import { problemOf } from '../../shared/problem.ts';
import type { CellRunner } from './cellRunner.ts';
import type { SweepFolder } from './folder.ts';
import { cellAt } from './plan.ts';
import { failedResult, type CellResult } from './result.ts';

export type RunState = 'running' | 'paused' | 'cancelled' | 'finished';

/** How far a sweep is. */
export interface RunProgress {
  readonly state: RunState;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** What runs at the moment, with the part of each that is done, 0..1. */
  readonly running: readonly { readonly cell: number; readonly fraction: number }[];
  /** Wall time in which cells ran, ms. */
  readonly elapsed: number;
  /** Wall time to come, ms; `null` before there is anything to judge by. */
  readonly remaining: number | null;
}

/** Whoever follows a run. */
export interface RunWatcher {
  /** Something has moved. */
  moved(progress: RunProgress): void;
  /** A cell has a result. */
  finished(result: CellResult): void;
}

/**
 * Runs the cells of a sweep that have no result yet, and those that failed, on a runner: all points once, then all again with the
 * next repeat, so that the whole grid is seen early. What comes out does not depend on the order.
 */
export class SweepRun {
  readonly #folder: SweepFolder;
  readonly #runner: CellRunner;
  readonly #now: () => number;
  readonly #watcher: RunWatcher;
  readonly #waiting: number[];
  readonly #running = new Map<number, { since: number; fraction: number }>();
  readonly #failed: Set<number>;
  readonly #kept: Set<number>;
  readonly #durations: number[] = [];
  #state: RunState = 'running';
  #elapsed = 0;
  #since: number;
  #wake: (() => void) | null = null;
  #gate: Promise<void> = Promise.resolve();
  #end: Promise<void> = Promise.resolve();

  /**
   * @param results  those that there are already
   * @param now      monotonic wall time, ms
   */
  constructor(folder: SweepFolder, results: readonly CellResult[], runner: CellRunner, now: () => number, watcher: RunWatcher) {
    this.#folder = folder;
    this.#runner = runner;
    this.#now = now;
    this.#watcher = watcher;
    this.#since = now();
    this.#failed = new Set();
    this.#kept = new Set(results.filter(({ status }) => status === 'done').map(({ cell }) => cell));
    const { cellCount, repeats } = folder.plan;
    this.#waiting = Array.from({ length: cellCount }, (_, index) => index)
      .filter((index) => !this.#kept.has(index))
      .sort((a, b) => (a % repeats) - (b % repeats) || a - b);
  }

  /** Runs until every cell has a result, or until it is cancelled. @throws  where results can't be kept (a full disk) */
  async start(): Promise<void> {
    this.#since = this.#now();
    this.#end = Promise.all(Array.from({ length: this.#runner.lanes }, () => this.#lane())).then(() => undefined);
    try {
      await this.#end;
    } finally {
      await this.#runner.stop();
      if (this.#state !== 'cancelled') this.#turn(this.#waiting.length === 0 ? 'finished' : 'cancelled');
    }
  }

  /** Cells that run are finished; no other is begun until `resume`. */
  pause(): void {
    if (this.#state !== 'running') return;
    this.#gate = new Promise((resolve) => (this.#wake = resolve));
    this.#turn('paused');
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#turn('running');
    this.#wake?.();
  }

  /** Ends what runs and begins nothing more. What is finished is kept. */
  async cancel(): Promise<void> {
    if (this.#state === 'finished' || this.#state === 'cancelled') return;
    this.#turn('cancelled');
    this.#wake?.();
    await this.#runner.stop();
    await this.#end.catch(() => undefined);
  }

  progress(): RunProgress {
    return {
      state: this.#state,
      done: this.#kept.size,
      failed: this.#failed.size,
      total: this.#folder.plan.cellCount,
      running: [...this.#running].map(([cell, { fraction }]) => ({ cell, fraction })),
      elapsed: this.#elapsed + (this.#state === 'running' ? this.#now() - this.#since : 0),
      remaining: this.#remaining(),
    };
  }

  async #lane(): Promise<void> {
    for (;;) {
      await this.#gate;
      if (this.#state === 'cancelled') return;
      const index = this.#waiting.shift();
      if (index === undefined) return;
      const since = this.#now();
      this.#running.set(index, { since, fraction: 0 });
      this.#watcher.moved(this.progress());
      const result = await this.#run(index);
      this.#running.delete(index);
      // Ended on request: it has no result, and its place is taken up by whoever resumes.
      if (result === null) return;
      this.#durations.push(this.#now() - since);
      (result.status === 'done' ? this.#kept : this.#failed).add(index);
      this.#watcher.finished(result);
      this.#watcher.moved(this.progress());
    }
  }

  async #run(index: number): Promise<CellResult | null> {
    const report = (fraction: number): void => {
      const current = this.#running.get(index);
      if (current !== undefined) current.fraction = fraction;
      this.#watcher.moved(this.progress());
    };
    try {
      return await this.#runner.run(this.#folder, index, report);
    } catch (error) {
      if (this.#isCancelled()) return null;
      // The thread died (out of memory, most often). That is the end of this cell, not of the others.
      const why = problemOf(error).why;
      const remedy = 'Resume the sweep to try it again, with fewer workers where memory is short.';
      const problem = { code: 'E-SWEEP-CELL', what: 'The worker of this cell ended', where: `cell ${index}`, why, remedy } as const;
      const result = failedResult(this.#folder.plan, cellAt(this.#folder.plan, index), problem);
      await this.#folder.keep(result);
      return result;
    }
  }

  #isCancelled(): boolean {
    return this.#state === 'cancelled';
  }

  #turn(state: RunState): void {
    if (this.#state === 'running') this.#elapsed += this.#now() - this.#since;
    if (state === 'running') this.#since = this.#now();
    this.#state = state;
    this.#watcher.moved(this.progress());
  }

  #remaining(): number | null {
    if (this.#durations.length === 0) return null;
    const typical = this.#durations.reduce((sum, value) => sum + value, 0) / this.#durations.length;
    const begun = [...this.#running.values()].reduce((sum, { fraction }) => sum + (1 - fraction), 0);
    return (typical * (this.#waiting.length + begun)) / this.#runner.lanes;
  }
}
