import { ProblemError } from '../../shared/problem.ts';
import type { Replay } from '../../shared/runs.ts';
import type { PathPoint, Sample } from '../../shared/frames.ts';
import type { ReplayMachine } from '../machine/replay.ts';
import type { LoadedReplay } from './library.ts';
import type { Parameters } from './undoStack.ts';

/** Goes back and forth in the recording that is on the bench; on a live run it has nothing to do, and says so. */
export class Player {
  readonly #replay: LoadedReplay | undefined;

  constructor(replay: LoadedReplay | undefined) {
    this.#replay = replay;
  }

  get isPlaying(): boolean {
    return this.#replay !== undefined;
  }

  get about(): Replay | null {
    return this.#replay?.about ?? null;
  }

  get samples(): Sample[] {
    return [...(this.#replay?.samples ?? [])];
  }

  get path(): PathPoint[] {
    return [...(this.#replay?.path ?? [])];
  }

  /** Number of the measurement that is shown; −1 on a live run. */
  get index(): number {
    return this.#replay?.machine.index ?? -1;
  }

  get isAtEnd(): boolean {
    const machine = this.#replay?.machine;
    return machine !== undefined && machine.position >= stepsOf(machine)[stepsOf(machine).length - 1];
  }

  /** Parameters as they were at a step; `null` on a live run, which has its own. */
  parametersAt(step: number): Parameters | null {
    return this.#replay?.parametersAt(step) ?? null;
  }

  /** Goes to a step. @throws ProblemError E-RUN-INVALID on a live run */
  async seek(step: number): Promise<void> {
    await this.#machine.seek(step);
  }

  /** So many measurements forwards or backwards. @throws ProblemError E-RUN-INVALID on a live run */
  async skip(measurements: number): Promise<void> {
    const machine = this.#machine;
    const steps = stepsOf(machine);
    await machine.seek(steps[Math.min(Math.max(machine.index + measurements, 0), steps.length - 1)]);
  }

  /** Back to the beginning. */
  async rewind(): Promise<void> {
    await this.seek(stepsOf(this.#machine)[0]);
  }

  async close(): Promise<void> {
    await this.#replay?.close();
  }

  get #machine(): ReplayMachine {
    if (this.#replay !== undefined) return this.#replay.machine;
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'There is nothing to go back in',
      why: 'The machine on the bench runs forwards only.',
      remedy: 'Record the run, and open the recording in Runs.',
    });
  }
}

function stepsOf(machine: ReplayMachine): readonly number[] {
  return machine.timeline.steps;
}
