import { formatProblem, problemOf } from '../../../shared/problem.ts';
import { hasReached, type Judged } from '../../learning/goal.ts';
import { Stopping, type Stopped } from '../../learning/stopping/stopping.ts';
import type { OpenMachine } from '../../machines/kinds/machineKind.ts';
import type { RecordingHeader } from '../../machine/recorded.ts';
import { recordMachine } from '../../recording/recordMachine.ts';
import { RecordingWriter } from '../../recording/writer.ts';
import type { Io } from '../io.ts';
import { createProgress } from '../training/progress.ts';
import { nextSlice } from '../training/train.ts';

/** A recorded run that is over, or was stopped. */
export interface RecordedRun {
  readonly writer: RecordingWriter;
  readonly steps: number;
  readonly isInterrupted: boolean;
  /** Where a stop condition of the experiment held; `null` where none did. */
  readonly stopped: Stopped | null;
  /** `null` where the experiment has no goal. */
  readonly isReached: boolean | null;
  /** Of the last measurement, V². */
  readonly error: number;
  /** Wall time, s. */
  readonly wallTime: number;
}

export type HeaderParts = Pick<RecordingHeader, 'id' | 'name' | 'createdAt' | 'program'>;

/**
 * Trains an experiment and records it. The recording takes its turn between two stretches of steps; where it has to stop (a full
 * disk) that is told at once, and the run goes on.
 *
 * @throws ProblemError E-RECORDING-WRITE, E-RECORDING-FULL where the recording can't begin; E-NET-SOLVE as for training
 */
export async function recordRun(inner: OpenMachine, path: string, parts: HeaderParts, note: string, io: Io): Promise<RecordedRun> {
  const { experiment } = inner;
  const { steps, goal } = experiment.document;
  const { files, clock } = io.recordings;
  const start = io.now();
  const { identity: machine, capabilities } = inner;
  const header: RecordingHeader = { ...parts, origin: '', machine, capabilities: [...capabilities], document: experiment.document };
  const onProblem = (problem: Parameters<typeof formatProblem>[0]): void => io.error(`\n${formatProblem(problem)}\n`);
  const writer = await RecordingWriter.create({ files, clock, path, header, onProblem });
  const recorded = recordMachine(inner, experiment);
  const judged: Judged[] = [];
  const stopping = new Stopping(experiment.document);
  recorded.onMeasurement((measurement) => {
    stopping.measured(measurement);
    judged.push(measurement);
    if (judged.length > (goal?.over ?? 1)) judged.shift();
  });
  const progress = createProgress(io, steps);
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => (isInterrupted = true));
  let done = 0;
  try {
    await recorded.begin(writer);
    if (note !== '') await recorded.note(note);
    for (let slice = 1; done < steps && stopping.stopped === null && !isInterrupted;) {
      const began = io.now();
      done += await recorded.advance(Math.min(slice, steps - done, stopping.room(done)));
      slice = nextSlice(slice, io.now() - began);
      progress.show(done, judged.at(-1)?.error ?? Number.NaN);
      await writer.drain();
      await io.breathe();
    }
    const { stopped } = stopping;
    if (stopped !== null) await recorded.mark('stop', `stopped: ${stopped.words}`);
    await recorded.finish(done < steps && stopped === null ? 'interrupted' : 'complete');
  } catch (error) {
    await recorded.log('error', formatProblem(problemOf(error))).catch(() => undefined);
    await recorded.finish('failed');
    throw error;
  } finally {
    progress.finish();
    stopListening();
  }
  return {
    writer,
    steps: done,
    isInterrupted: done < steps && stopping.stopped === null,
    stopped: stopping.stopped,
    isReached: goal === undefined ? null : hasReached(goal, judged),
    error: judged.at(-1)?.error ?? Number.NaN,
    wallTime: (io.now() - start) / 1000,
  };
}
