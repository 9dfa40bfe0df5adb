import type { SweepNews, SweepProgress } from '../../shared/sweep.ts';
import type { SweepFolder } from '../sweeps/folder.ts';
import { cellAt, type SweepPlan } from '../sweeps/plan.ts';
import type { CellResult } from '../sweeps/result.ts';
import { SweepRun, type RunProgress } from '../sweeps/run.ts';
import { summariseCells } from '../sweeps/summary.ts';
import { writeTables } from '../sweeps/writeTables.ts';
import { describeFailures, describePoint, letterOf } from './sweepDescription.ts';
import type { SweepHooks, SweepParts } from './sweepParts.ts';

/** Screens are told this often, ms. */
const TELL_EVERY_MS = 250;

/** A sweep that runs in this engine. Screens hear what has changed, a few times a second, however fast cells follow one another. */
export class RunningSweep {
  readonly folder: SweepFolder;
  readonly sweep: SweepRun;
  readonly #parts: Pick<SweepParts, 'clock' | 'place'>;
  readonly #hooks: SweepHooks;
  /** By point: a point is summarised anew when one of its cells has ended. */
  readonly #results = new Map<number, CellResult[]>();
  #fresh: CellResult[] = [];
  #isTelling = false;

  constructor(folder: SweepFolder, results: readonly CellResult[], parts: SweepParts, workers: number, hooks: SweepHooks) {
    this.folder = folder;
    this.#parts = parts;
    this.#hooks = hooks;
    // What failed is tried again, and counts from then on.
    for (const result of results) if (result.status === 'done') this.#add(result);
    this.sweep = new SweepRun(folder, results, parts.createRunner(Math.min(workers, parts.workers.most)), () => parts.clock.now(), {
      moved: () => this.#tellSoon(),
      finished: (result) => {
        this.#add(result);
        this.#fresh.push(result);
      },
    });
  }

  /** Runs to its end, and writes the tables. */
  async run(): Promise<void> {
    const { place } = this.#parts;
    const wakefulness = await place.keepAwake(`Sweep ${this.folder.plan.document.title}`);
    try {
      await this.sweep.start();
      await writeTables(this.folder, await this.folder.results(), place.files);
    } finally {
      wakefulness.release();
      this.#tell();
    }
  }

  #add(result: CellResult): void {
    const { point } = cellAt(this.folder.plan, result.cell);
    const others = (this.#results.get(point) ?? []).filter(({ cell }) => cell !== result.cell);
    this.#results.set(point, [...others, result]);
  }

  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#parts.clock.after(TELL_EVERY_MS, () => {
      this.#isTelling = false;
      this.#tell();
    });
  }

  #tell(): void {
    const fresh = this.#fresh;
    this.#fresh = [];
    const { plan } = this.folder;
    const points = [...new Set(fresh.map(({ cell }) => cellAt(plan, cell).point))];
    const news: SweepNews = {
      id: plan.id,
      progress: progressOf(this.sweep.progress()),
      cells: fresh.map(({ cell, status }) => [cell, letterOf(status)]),
      points: points.map((point) => describePoint(summariseCells(plan, point, this.#results.get(point) ?? []))),
      failures: describeFailures(fresh),
    };
    this.#hooks.tell(news);
  }
}

/** Where a run is, in s. */
export function progressOf({ state, done, failed, running, elapsed, remaining }: RunProgress): SweepProgress {
  return {
    state: state === 'cancelled' ? 'stopped' : state,
    done,
    failed,
    running: running.map(({ cell, fraction }) => ({ cell, fraction })),
    elapsed: elapsed / 1000,
    remaining: remaining === null ? null : remaining / 1000,
  };
}

/** Where a sweep is that does not run. */
export function restingProgress(plan: SweepPlan, results: readonly CellResult[]): SweepProgress {
  const failed = results.filter(({ status }) => status === 'failed').length;
  const state = results.length === plan.cellCount ? 'finished' : 'stopped';
  return { state, done: results.length - failed, failed, running: [], elapsed: 0, remaining: null };
}
