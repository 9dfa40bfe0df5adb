import { join } from 'node:path';
import { parseDocument } from '../../shared/documents/parse.ts';
import { problemOf } from '../../shared/problem.ts';
import type { Sweep, SweepList, SweepOffer } from '../../shared/sweep.ts';
import { resolveSweep } from '../sweeps/base.ts';
import { sweepDocument } from '../sweeps/document.ts';
import { estimateSweep } from '../sweeps/estimate.ts';
import { SweepFolder } from '../sweeps/folder.ts';
import { planSweep, type SweepPlan } from '../sweeps/plan.ts';
import type { CellResult } from '../sweeps/result.ts';
import { csvOf, parquetOf, tableOf } from '../sweeps/table.ts';
import { templates } from '../sweeps/templates.ts';
import { progressOf, restingProgress, RunningSweep } from './runningSweep.ts';
import type { SweepHooks, SweepParts } from './sweepParts.ts';
import { describePlan, describeSweep, sweepProblem } from './sweepDescription.ts';

/** Which sweep is meant before there is a folder of it. */
export interface SweepChoice {
  readonly template?: string | undefined;
  readonly document?: unknown;
  /** Instead of those of the document. */
  readonly repeats?: number | undefined;
}

/** The sweeps of this computer, for the screens: those in the folder of the runs, and one that runs. It outlives every screen. */
export class SweepDesk {
  readonly #parts: SweepParts;
  readonly #hooks: SweepHooks;
  /** Those that were planned and not begun, by identity. */
  readonly #offers = new Map<string, SweepPlan>();
  #running: RunningSweep | null = null;
  /** Settles when the one that runs, or ran last, has written its tables. */
  #ended: Promise<void> = Promise.resolve();

  constructor(parts: SweepParts, hooks: SweepHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  get folder(): string {
    return join(this.#parts.place.folder, 'sweeps');
  }

  async list(): Promise<SweepList> {
    const { files } = this.#parts.place;
    const names = await files.list(this.folder);
    const found = await Promise.all(
      names.map(async (name) => {
        // What can't be read as a sweep is none of this list; opening it says why.
        const folder = await SweepFolder.open(join(this.folder, name), files).catch(() => null);
        if (folder === null) return null;
        const { state, done, failed } = this.#progress(folder, await folder.results());
        return { id: name, title: folder.plan.document.title, state, done, failed, cellCount: folder.plan.cellCount };
      }),
    );
    return {
      folder: this.folder,
      sweeps: found.filter((entry) => entry !== null),
      templates: Object.entries(templates).map(([name, { title, source }]) => ({ name, title, source })),
      workers: this.#parts.workers,
    };
  }

  /** Checks a sweep and says what it will take. @throws ProblemError  what is wrong with it */
  async plan({ template, document, repeats }: SweepChoice): Promise<SweepOffer> {
    if (template !== undefined && !Object.hasOwn(templates, template)) {
      throw sweepProblem(
        `There is no template "${template}"`,
        template,
        `the templates are ${Object.keys(templates).join(', ')}`,
        'Choose one of them.',
      );
    }
    const place = template ?? 'the document';
    const value = template === undefined ? document : templates[template];
    const changed = repeats === undefined || typeof value !== 'object' ? value : { ...value, repeats };
    const parsed = parseDocument(sweepDocument, changed, place);
    const readOther = (path: string): Promise<never> => {
      const why = `its base is the file "${path}", and the screen has no folder to seek it in`;
      throw sweepProblem('The sweep can’t be opened here', place, why, 'Put the experiment itself into "base", or use `twinbench sweep`.');
    };
    const plan = planSweep(await resolveSweep(parsed, readOther, place), place);
    this.#offers.set(plan.id, plan);
    const there = await SweepFolder.open(join(this.folder, plan.id), this.#parts.place.files).catch(() => null);
    const done = there === null ? 0 : (await there.results()).filter(({ status }) => status === 'done').length;
    return { plan: describePlan(plan), estimate: estimateSweep(plan, () => this.#parts.clock.now()), done };
  }

  /** Starts a sweep that was planned, or goes on with one that was begun. */
  async start(id: string, workers: number): Promise<Sweep> {
    const state = this.#running?.sweep.progress().state;
    // One that was cancelled, or has just come to its end, still writes its tables.
    if (state === 'cancelled' || state === 'finished') await this.#ended;
    if (this.#running !== null) {
      const { title } = this.#running.folder.plan.document;
      throw sweepProblem('Another sweep runs', title, 'only one runs at a time', 'Wait for it, or cancel it: what is done is kept.');
    }
    const plan = this.#offers.get(id);
    const { files } = this.#parts.place;
    const folder = plan === undefined ? await this.#open(id) : await SweepFolder.create(join(this.folder, id), plan, files);
    const results = await folder.results();
    this.#running = new RunningSweep(folder, results, this.#parts, workers, this.#hooks);
    this.#ended = this.#running
      .run()
      .catch((thrown: unknown) => this.#hooks.failed(problemOf(thrown)))
      .finally(() => (this.#running = null));
    return describeSweep(folder, results, this.#progress(folder, results));
  }

  async change(id: string, action: 'pause' | 'resume' | 'cancel'): Promise<void> {
    const running = this.#running;
    // It has ended meanwhile: what was asked for is so.
    if (running?.folder.plan.id !== id) return;
    if (action === 'pause') running.sweep.pause();
    else if (action === 'resume') running.sweep.resume();
    else await running.sweep.cancel();
  }

  async get(id: string): Promise<Sweep> {
    const folder = await this.#open(id);
    const results = await folder.results();
    return describeSweep(folder, results, this.#progress(folder, results));
  }

  /** The table of what there is, as a file for the page to save. */
  async export(id: string, format: 'csv' | 'parquet'): Promise<{ name: string; bytes: Uint8Array }> {
    const folder = await this.#open(id);
    const columns = tableOf(folder.plan, await folder.results());
    const bytes = format === 'csv' ? new TextEncoder().encode(csvOf(columns)) : await parquetOf(folder.plan, columns);
    return { name: `${id}.${format}`, bytes };
  }

  async close(): Promise<void> {
    await this.#running?.sweep.cancel();
  }

  #open(id: string): Promise<SweepFolder> {
    // An identity is a name within the folder, and never a way out of it.
    if (/^[a-z0-9-]+$/.test(id)) return SweepFolder.open(join(this.folder, id), this.#parts.place.files);
    throw sweepProblem('There is no such sweep', id, 'this is no name of a sweep', 'Choose one of the list.');
  }

  #progress(folder: SweepFolder, results: readonly CellResult[]): Sweep['progress'] {
    const running = this.#running;
    return running?.folder.plan.id === folder.plan.id ? progressOf(running.sweep.progress()) : restingProgress(folder.plan, results);
  }
}
