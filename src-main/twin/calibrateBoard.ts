import { draftOf, emptyDraft, learningOf, networkOf, wiringsOf, type CalibrationDraft } from './calibrationDraft.ts';
import type { BoardParameters } from './boardParameters.ts';
import type { CalibrationDocument, WiringCalibration } from './calibrationDocument.ts';
import type { DeviceModelName } from './devices/index.ts';
import type { MeasuredRun } from './measured.ts';
import { calibrationStages, stageNames, type StageName } from './stages/index.ts';

export interface CalibrationRequest {
  readonly serial: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly device: DeviceModelName;
  /** Stages to leave out; what an earlier calibration has of them stays. */
  readonly skip: readonly StageName[];
  /** To resume from, or to keep stages of. */
  readonly earlier: CalibrationDocument | null;
  /** Told between parts of the work; what it throws ends the calibration. */
  readonly report?: (message: string, stage: StageName, done: number) => void;
}

/** Days after which a calibration should be made again. */
export const STALE_AFTER_DAYS = 30;

/**
 * Calibrates a board from recordings, stage by stage (`stages/`): converters, edges, learning rate, bias, noise. Each stage needs
 * those that it names, from now or from an earlier calibration; what these recordings can't tell is left out.
 *
 * @throws ProblemError E-RUN-INVALID where the edges are skipped and no earlier calibration has them
 */
export function calibrateBoard(runs: readonly MeasuredRun[], request: CalibrationRequest): CalibrationDocument {
  const { device, skip, earlier, report } = request;
  let draft = earlier === null ? emptyDraft : draftOf(earlier);
  const done: StageName[] = [];
  for (const name of stageNames) {
    const stage = calibrationStages[name];
    if (skip.includes(name) || stage.missing(runs) !== null) continue;
    const result = stage.run({ runs, device, report: (progress) => report?.(progress.message, name, progress.done) }, draft);
    draft = result.draft;
    done.push(name);
  }
  return calibrationOf(draft, runs, request, done);
}

/**
 * The calibration that a draft amounts to.
 *
 * @param done  the stages that were done now; the others are told as skipped
 * @throws ProblemError E-RUN-INVALID where the edges were never calibrated
 */
export function calibrationOf(
  draft: CalibrationDraft,
  runs: readonly MeasuredRun[],
  { serial, date, device }: Pick<CalibrationRequest, 'serial' | 'date' | 'device'>,
  done: readonly StageName[],
): CalibrationDocument {
  const { edgeCount, nodeCount } = runs[0].experiment.network;
  return {
    format: 'twinbench.calibration',
    version: 1,
    board: { serial, edges: edgeCount, nodes: nodeCount },
    date,
    staleAfterDays: STALE_AFTER_DAYS,
    device,
    steps: stageNames.map((name) => ({ name, status: done.includes(name) ? 'done' : 'skipped' })),
    wirings: wiringsOf(draft),
  };
}

/** The board without what moves its gates, under one clamping protocol. */
export function boardOf(wiring: WiringCalibration, clamping: string): Omit<BoardParameters, 'learning'> {
  const session = wiring.sessions.find((entry) => entry.clamping === clamping) ?? wiring.sessions[0];
  return {
    free: networkOf(wiring.free),
    clamped: networkOf(wiring.clamped),
    freeSources: wiring.freeSources,
    clampedSources: wiring.clampedSources,
    nudges: session.nudges,
  };
}

/** The whole board under one clamping protocol; `null` where what moves its gates was not calibrated. */
export function learningBoardOf(wiring: WiringCalibration, clamping: string): BoardParameters | null {
  const session = wiring.sessions.find((entry) => entry.clamping === clamping) ?? wiring.sessions[0];
  return session.learning === null ? null : { ...boardOf(wiring, clamping), learning: learningOf(session.learning) };
}
