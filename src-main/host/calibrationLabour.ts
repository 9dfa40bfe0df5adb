import type { CalibrationNews, CalibrationStageName } from '../../shared/calibration.ts';
import { problemOf } from '../../shared/problem.ts';
import type { RunParts } from './runDesk.ts';
import type { TwinFindings, TwinWork } from './twinTasks.ts';
import { unfitWork } from './unfitWork.ts';

/** The stage that is being done, of which calibration, how far it is, and what is done now. */
export interface RunningStage {
  readonly id: string;
  readonly stage: CalibrationStageName;
  readonly done: number;
  readonly message: string;
}

/** What is at work for the calibrations: one piece at a time, in threads of its own, told as it goes. */
export class CalibrationLabour {
  readonly #parts: Pick<RunParts, 'tasks'>;
  readonly #tell: (news: CalibrationNews) => void;
  #control: AbortController | null = null;
  #running: RunningStage | null = null;

  constructor(parts: Pick<RunParts, 'tasks'>, tell: (news: CalibrationNews) => void) {
    this.#parts = parts;
    this.#tell = tell;
  }

  get running(): RunningStage | null {
    return this.#running;
  }

  cancel(): void {
    this.#control?.abort();
  }

  /** @throws ProblemError where something is at work */
  requireRest(): void {
    if (this.#control === null) return;
    throw unfitWork('calibration', 'another one is at work', 'Wait for it, or cancel it: what is done is kept.');
  }

  /** Does a piece of work that is waited for. @throws what it throws */
  async wait<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const control = this.#take();
    try {
      return await work(control.signal);
    } finally {
      this.#control = null;
    }
  }

  /**
   * Begins a piece of work that nobody waits for; when it ends, however it does, that is told.
   *
   * @param work  answers the id of its calibration
   */
  begin(id: string, work: (signal: AbortSignal) => Promise<string>): void {
    const { signal } = this.#take();
    const end = (ended: string, problem: CalibrationNews['problem']): void => {
      this.#running = null;
      this.#control = null;
      this.#tell({ id: ended, kind: 'ended', stage: null, done: 1, message: signal.aborted ? 'cancelled' : '', problem });
    };
    void work(signal).then(
      (ended) => end(ended, null),
      (thrown: unknown) => end(id, signal.aborted ? null : problemOf(thrown)),
    );
  }

  /** How far a stage is; that it is done, or failed, ends it. */
  tellStage(id: string, stage: CalibrationStageName, done: number, message = ''): void {
    this.#running = done < 1 ? { id, stage, done, message } : null;
    this.#tell({ id, kind: 'stage', stage, done, message, problem: null });
  }

  /** How far a recording or a judgement is. */
  tell(id: string, kind: 'recording' | 'judgement', done: number, message: string): void {
    this.#tell({ id, kind, stage: null, done, message, problem: null });
  }

  /** Does heavy work of the twin in a thread of its own. @throws its ProblemError; the reason of the signal */
  async twin<W extends TwinWork>(
    work: W,
    signal: AbortSignal,
    progress: (done: number, message: string) => void = () => undefined,
  ): Promise<TwinFindings[W['work']]> {
    const { finding } = await this.#parts.tasks(
      { kind: 'twin', work },
      { signal, progress: (done, message = '') => progress(done, message) },
    );
    signal.throwIfAborted();
    return finding as TwinFindings[W['work']];
  }

  #take(): AbortController {
    this.requireRest();
    return (this.#control = new AbortController());
  }
}
