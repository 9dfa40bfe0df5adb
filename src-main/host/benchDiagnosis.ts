import type { Diagnosis } from '../../shared/twin.ts';
import { FEWEST_SAMPLES, MOST_SAMPLES, type BenchMonitor } from '../twin/benchMonitor.ts';
import type { TwinFindings, TwinWork } from './twinTasks.ts';

/** Does a diagnosis beside the engine. */
export type DiagnosisWorker = (work: Extract<TwinWork, { work: 'diagnose' }>) => Promise<TwinFindings['diagnose']>;

/** What is wrong with the board that one monitor watches: found soon after its alarm from what there is, and again when there is more. */
export class BenchDiagnosis {
  readonly #work: DiagnosisWorker;
  readonly #tell: () => void;
  #found: Diagnosis | null = null;
  #isAtWork = false;

  /** @param tell  called when a piece of work has ended, however it ended */
  constructor(work: DiagnosisWorker, tell: () => void) {
    this.#work = work;
    this.#tell = tell;
  }

  /** `null`: nothing was found yet. */
  get found(): Diagnosis | null {
    return this.#found;
  }

  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  /** Begins one where it is due. */
  look({ alarm, suspects, evidence }: BenchMonitor): void {
    if (alarm === null || this.#isAtWork || !isDue(this.#found?.samples ?? 0, suspects.length)) return;
    const samples = suspects.length;
    this.#isAtWork = true;
    void this.#work({ work: 'diagnose', evidence })
      .then((finding) => (this.#found = { ...finding, samples }))
      // An engine that ends has no use for it any more.
      .catch(() => undefined)
      .finally(() => {
        this.#isAtWork = false;
        this.#tell();
      });
  }
}

function isDue(before: number, count: number): boolean {
  return before === 0 ? count >= FEWEST_SAMPLES : before < MOST_SAMPLES && count >= Math.min(2 * before, MOST_SAMPLES);
}
