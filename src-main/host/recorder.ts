import { basename } from 'node:path';
import { ProblemError, formatProblem, type Problem } from '../../shared/problem.ts';
import type { RecordingStatus } from '../../shared/runs.ts';
import type { Marker } from '../../shared/frames.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { RecordedEnd } from '../machine/recorded.ts';
import type { Wakefulness } from '../recording/keepAwake.ts';
import { newPath, type RecordingPlace } from '../recording/place.ts';
import type { InForce, RecordedMachine } from '../recording/recordMachine.ts';
import { runId } from '../recording/runsFolder.ts';
import { RecordingWriter } from '../recording/writer.ts';
import type { Parameters } from './undoStack.ts';

/** What a recorder needs of the world outside. */
export interface RecorderParts {
  readonly place: RecordingPlace;
  /** "twinbench 0.1.0". */
  readonly program: string;
}

/** Records the run of one session, as often as the user wants, and keeps the computer awake meanwhile. */
export class Recorder {
  readonly #machine: RecordedMachine;
  readonly #experiment: Experiment;
  readonly #parts: RecorderParts;
  readonly #onProblem: (problem: Problem) => void;
  #wakefulness: Wakefulness | null = null;

  /** @param onProblem  told when the file system ends a recording (a full disk); the run goes on */
  constructor(machine: RecordedMachine, experiment: Experiment, parts: RecorderParts, onProblem: (problem: Problem) => void) {
    this.#machine = machine;
    this.#experiment = experiment;
    this.#parts = parts;
    this.#onProblem = onProblem;
  }

  /** `null` while nothing is recorded. */
  get status(): RecordingStatus | null {
    const { writer } = this.#machine;
    if (writer === null || writer.problem !== null) return null;
    const { id, name, createdAt } = writer.header;
    return {
      id,
      name,
      path: writer.path,
      seconds: Math.max(0, this.#parts.place.clock.now() - createdAt),
      bytes: writer.size,
      events: writer.count,
      dropped: writer.dropped,
      awake: { isHeld: this.#wakefulness?.isHeld ?? false, how: this.#wakefulness?.how ?? '' },
    };
  }

  /**
   * Records from the present step on.
   *
   * @throws ProblemError E-RECORDING-WRITE, E-RECORDING-FULL where the file can't be made; E-RUN-INVALID where one is written already
   */
  async start(name: string, inForce: Parameters & { isLearning: boolean }): Promise<void> {
    if (this.status !== null) throw alreadyRecording(this.status.path);
    const { place, program } = this.#parts;
    const { files, clock } = place;
    const createdAt = clock.now();
    const { document } = this.#experiment;
    const path = await newPath(place, runId(createdAt, document.title));
    const { identity: machine, capabilities } = this.#machine;
    const id = basename(path, '.mcap');
    const header = { id, name, createdAt, program, origin: '', machine, capabilities: [...capabilities], document };
    const writer = await RecordingWriter.create({ files, clock, path, header, onProblem: (problem) => void this.#failed(problem) });
    await this.#machine.begin(writer, this.#deviations(inForce));
    this.#wakefulness = await place.keepAwake(`Recording ${document.title}`);
  }

  /** Closes the recording, if there is one; the run goes on. */
  async stop(reason?: RecordedEnd['reason']): Promise<void> {
    if (this.#machine.writer === null) return;
    const isOver = reason === undefined && (await this.#machine.read()).step >= this.#experiment.document.steps;
    await this.#machine.finish(reason ?? (isOver ? 'complete' : 'interrupted'));
    this.#sleep();
  }

  /** The machine failed: what is known of it is written down. */
  async stopFailed(problem: Problem): Promise<void> {
    await this.#machine.log('error', formatProblem(problem)).catch(() => undefined);
    await this.stop('failed');
  }

  async mark(kind: Marker['kind'], label: string): Promise<void> {
    await this.#machine.mark(kind, label);
  }

  async note(text: string): Promise<void> {
    await this.#machine.note(text);
  }

  /** To be awaited between two stretches of steps: waits only where the disk is far behind. */
  async drain(): Promise<void> {
    await this.#machine.writer?.drain();
  }

  /** What differs from the document. */
  #deviations({ nudge, stepTime, isLearning }: Parameters & { isLearning: boolean }): InForce {
    const { clamping, stepTime: planned } = this.#experiment.document;
    return {
      ...('nudge' in clamping && nudge !== clamping.nudge ? { nudge } : {}),
      ...(stepTime === planned ? {} : { stepTime }),
      ...(isLearning ? {} : { learning: 0 }),
    };
  }

  async #failed(problem: Problem): Promise<void> {
    this.#sleep();
    // There is nothing left to write to; this only lets the machine go.
    await this.#machine.finish('failed');
    this.#onProblem(problem);
  }

  #sleep(): void {
    this.#wakefulness?.release();
    this.#wakefulness = null;
  }
}

function alreadyRecording(path: string): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The run is being recorded already',
    where: path,
    why: 'One run is written to one file at a time; perhaps another window began it.',
    remedy: 'Stop that recording first.',
  });
}
