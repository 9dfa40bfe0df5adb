import type {
  ComparedSource,
  ComparisonQuery,
  ComparisonRequest,
  ComparisonSettings,
  ComparisonStatus,
  ComparisonView,
} from '../../shared/compare.ts';
import { ProblemError, problemOf } from '../../shared/problem.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { nothingYet } from './compareBench.ts';
import type { Comparer } from './compareThread.ts';
import { mayBeAsked, type NamedCalibration } from './compareTwin.ts';

/** What the desk has of its engine. */
export interface CompareHooks {
  tell(status: ComparisonStatus): void;
  /** The experiment on the bench; `null` where it has none. */
  document(): ExperimentDocument | null;
  /** The calibration that is applied, where one is. */
  calibration(): Promise<NamedCalibration | null>;
  /** Path of a run of the library. @throws ProblemError E-RECORDING-UNKNOWN */
  find(run: string): Promise<string>;
}

/** A screen learns of progress in steps of this size. */
const RESOLUTION = 0.02;

/** One comparison at a time, for all screens; it outlives each of them. */
export class CompareDesk {
  readonly #comparer: Comparer;
  readonly #hooks: CompareHooks;
  #control = new AbortController();
  #status: ComparisonStatus | null = null;
  /** Settles when the one before has let go of its machines. */
  #ended: Promise<void> = Promise.resolve();
  #count = 0;

  constructor(comparer: Comparer, hooks: CompareHooks) {
    this.#comparer = comparer;
    this.#hooks = hooks;
  }

  get status(): ComparisonStatus | null {
    return this.#status;
  }

  /** Begins a comparison; one that runs is cancelled. */
  async start(request: ComparisonRequest): Promise<ComparisonStatus> {
    const [baseline, compared] = await Promise.all([this.#placeOf(request.baseline), this.#placeOf(request.compared)]);
    this.cancel();
    await this.#ended;
    const id = ++this.#count;
    const control = new AbortController();
    this.#control = control;
    this.#status = { id, request, state: 'running', done: 0, moments: 0, problem: null };
    const document = this.#hooks.document();
    const calibration = await this.#hooks.calibration();
    this.#ended = this.#comparer
      .run(
        { ...request, baseline, compared, document, calibration },
        { signal: control.signal, progress: (done, moments) => this.#progress(id, done, moments) },
      )
      .then(
        (isComplete) => this.#update(id, isComplete ? { state: 'done', done: 1 } : { state: 'cancelled' }),
        (thrown: unknown) =>
          this.#update(id, control.signal.aborted ? { state: 'cancelled' } : { state: 'failed', problem: problemOf(thrown) }),
      );
    return this.#status;
  }

  cancel(): void {
    this.#control.abort();
  }

  /** `null` before there is anything to look at. */
  async view(query: ComparisonQuery): Promise<ComparisonView | null> {
    return this.#status === null ? null : this.#comparer.view(query, this.#status.id);
  }

  /** @throws ProblemError where there is nothing to report */
  async report(settings: ComparisonSettings, version: string): Promise<{ name: string; html: string }> {
    if (this.#status === null) throw nothingYet();
    return this.#comparer.report(settings, version);
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#comparer.close();
  }

  /** Screens name runs of the library and saved calibrations, and no other files. */
  async #placeOf(source: ComparedSource): Promise<ComparedSource> {
    if (source.kind === 'run') return { kind: 'run', run: await this.#hooks.find(source.run) };
    if (!mayBeAsked(source)) throw noSuchTwin(source.machine);
    return source;
  }

  #progress(id: number, done: number, moments: number): void {
    if (this.#status?.id === id && done - this.#status.done >= RESOLUTION) this.#update(id, { done: Math.min(done, 1), moments });
  }

  #update(id: number, change: Partial<ComparisonStatus>): void {
    if (this.#status?.id !== id || this.#status.state !== 'running') return;
    this.#status = { ...this.#status, ...change };
    this.#hooks.tell(this.#status);
  }
}

function noSuchTwin(machine: string): ProblemError {
  return new ProblemError({
    code: 'E-USAGE',
    what: 'There is no such twin',
    where: machine,
    why: 'it is not the name of a saved calibration',
    remedy: 'Choose one from the list.',
  });
}
