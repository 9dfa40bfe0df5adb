import { STALE_AFTER_DAYS, type CalibrationRequest } from '../calibrateBoard.ts';
import type { MeasuredRun } from '../measured.ts';
import type { DigipotCalibration } from './document.ts';
import { missingOf } from './draft.ts';
import { digipotData } from './data.ts';
import { digipotStageNames, digipotStages, type DigipotStageName } from './stages/index.ts';
import { emptyDigipotDraft, type DigipotDraft } from './stages/stage.ts';

/** As of any board; stages and earlier calibration are those of digital potentiometers. */
export type DigipotRequest = Pick<CalibrationRequest, 'serial' | 'date'> & {
  readonly skip: readonly DigipotStageName[];
  readonly earlier: DigipotCalibration | null;
  readonly report?: (message: string, stage: DigipotStageName, done: number) => void;
};

/**
 * Calibrates a board with digital potentiometers from recordings, stage by stage.
 *
 * @throws ProblemError E-RUN-INVALID where the recordings tell nothing of it, or a stage lacks the part of an earlier one
 */
export function calibrateDigipots(runs: readonly MeasuredRun[], request: DigipotRequest): DigipotCalibration {
  const { skip, earlier, report } = request;
  // Refuses with the reason what no stage can use.
  if (missingOf(runs) !== null) digipotData(runs);
  let draft: DigipotDraft = earlier ?? emptyDigipotDraft;
  const done: DigipotStageName[] = [];
  for (const name of digipotStageNames) {
    if (skip.includes(name)) continue;
    ({ draft } = digipotStages[name].run({ runs, report: (progress) => report?.(progress.message, name, progress.done) }, draft));
    done.push(name);
  }
  return digipotCalibrationOf(draft, runs, request, done);
}

/** The calibration that a draft amounts to. @param done  the stages that were done now; the others are told as skipped */
export function digipotCalibrationOf(
  { converters, wipers, comparators, wirings, indistinguishable }: DigipotDraft,
  runs: readonly Pick<MeasuredRun, 'experiment'>[],
  { serial, date }: Pick<DigipotRequest, 'serial' | 'date'>,
  done: readonly DigipotStageName[],
): DigipotCalibration {
  const { edgeCount, nodeCount } = runs[0].experiment.network;
  return {
    format: 'twinbench.digipotCalibration',
    version: 1,
    board: { serial, edges: edgeCount, nodes: nodeCount },
    date,
    staleAfterDays: STALE_AFTER_DAYS,
    steps: digipotStageNames.map((name) => ({ name, status: done.includes(name) ? 'done' : 'skipped' })),
    ...{ converters, wipers, comparators },
    wirings: [...wirings],
    indistinguishable: [...indistinguishable],
  };
}
