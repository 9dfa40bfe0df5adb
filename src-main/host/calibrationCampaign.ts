import { ProblemError } from '../../shared/problem.ts';
import { calibrationKindOf, calibrationKinds } from './calibrationKinds.ts';
import type { ExperimentSource } from './library.ts';
import type { Session } from './session.ts';

/** What a campaign has of its engine. */
export interface CampaignHooks {
  readonly session: () => Session;
  /** Puts an experiment on the bench; a run that is to be recorded begins paused, as fast as its machine goes. */
  load(source: ExperimentSource, isPaused: boolean): Promise<Session>;
  startRecording(name: string): Promise<void>;
  stopRecording(): Promise<void>;
}

/** Measurements between two looks at whether it is to end. */
const STRIDE = 10;

/** Why the machine on the bench can't be driven through a program of calibration; "": it can. */
export function missingForCampaign({ isOnBoard, experiment }: Session): string {
  if (!isOnBoard) return 'there is no board on the bench';
  if ('recording' in experiment.source || experiment.compiled === null) return 'it is no experiment that can be recorded';
  if (calibrationKindOf(experiment.compiled.edgeModel.kind) === null) return 'its edges are neither transistors nor digital potentiometers';
  return '';
}

/** Programs that a board like that on the bench is recorded under; 0 where it can't be. */
export function programsFor({ experiment }: Session): number {
  const kind = calibrationKindOf(experiment.compiled?.edgeModel.kind ?? '');
  return kind === null ? 0 : calibrationKinds[kind].programs.count;
}

/**
 * Drives the board on the bench through programs that move every edge and input, and records each. Afterwards the bench has the
 * experiment that it had, from its first step. Answers the runs.
 *
 * @throws ProblemError where something else was put on the bench meanwhile; the reason of the signal
 */
export async function recordCampaign(
  hooks: CampaignHooks,
  signal: AbortSignal,
  progress: (done: number, message: string) => void,
): Promise<string[]> {
  const { source, compiled } = hooks.session().experiment;
  const { document, edgeModel } = compiled!;
  const { count, steps, measurements, of } = calibrationKinds[calibrationKindOf(edgeModel.kind)!].programs;
  const machine = 'machine' in source && source.machine !== undefined ? { machine: source.machine } : {};
  const runs: string[] = [];
  try {
    for (let part = 0; part < count; part++) {
      const session = await hooks.load({ document: of(document, part), ...machine }, true);
      await hooks.startRecording(`calibration ${part + 1} of ${count}`);
      const run = session.recordedRun;
      for (let measured = 0; measured < measurements; measured += STRIDE) {
        signal.throwIfAborted();
        if (hooks.session() !== session) throw replaced();
        progress(
          (part + measured / measurements) / count,
          `recording ${part + 1} of ${count}: ${measured} of ${measurements} measurements`,
        );
        await session.step((steps * STRIDE) / measurements);
      }
      await hooks.stopRecording();
      if (run !== null) runs.push(run);
    }
  } finally {
    const { experiment } = hooks.session();
    const isOurs = 'document' in experiment.source && experiment.description.title.startsWith('Calibration ');
    if (isOurs) await hooks.load(source, false);
  }
  return runs;
}

function replaced(): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The recording for the calibration was ended',
    where: 'the bench',
    why: 'another experiment was put on the bench meanwhile',
    remedy: 'Begin it again, and leave the bench alone until it is done: it takes some minutes.',
  });
}
