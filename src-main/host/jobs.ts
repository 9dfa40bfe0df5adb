import { problemOf } from '../../shared/problem.ts';
import type { Job } from '../../shared/jobs.ts';

/** What a job is given to work with. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** @param done  0..1 */
  readonly progress: (done: number) => void;
}

/** A screen learns of progress in steps of this size. */
const RESOLUTION = 0.01;

/** The jobs of an engine: what takes its time runs beside the run, tells how far it is, and can be cancelled. */
export class JobBoard {
  readonly #tell: (job: Job) => void;
  readonly #running = new Map<number, AbortController>();
  #nextId = 1;

  constructor(tell: (job: Job) => void) {
    this.#tell = tell;
  }

  /** Begins a job; answers its number at once. */
  begin(kind: Job['kind'], title: string, work: (context: JobContext) => Promise<Partial<Pick<Job, 'files' | 'run'>>>): number {
    const id = this.#nextId++;
    const control = new AbortController();
    this.#running.set(id, control);
    let job: Job = { id, kind, title, done: 0, state: 'running', problem: null, files: [], run: '' };
    const update = (change: Partial<Job>): void => {
      job = { ...job, ...change };
      this.#tell(job);
    };
    const progress = (done: number): void => {
      if (this.#running.has(id) && done - job.done >= RESOLUTION) update({ done: Math.min(done, 1) });
    };
    const run = async (): Promise<void> => {
      try {
        const result = await work({ signal: control.signal, progress });
        update({ ...result, done: 1, state: 'done' });
      } catch (thrown) {
        if (control.signal.aborted) update({ state: 'cancelled' });
        else update({ state: 'failed', problem: problemOf(thrown) });
      } finally {
        this.#running.delete(id);
      }
    };
    // After the request that began it was answered, so that the screen knows the number.
    setImmediate(() => void run());
    return id;
  }

  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }

  /** The engine ends. */
  close(): void {
    for (const control of this.#running.values()) control.abort();
  }
}
