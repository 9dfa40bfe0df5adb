import { groupBy } from '../../twin/calibrationDraft.ts';
import { calibrateDigipots, type DigipotRequest } from '../../twin/digipots/calibrateDigipots.ts';
import { wiringKeyOf } from '../../twin/digipots/data.ts';
import type { DigipotCalibration } from '../../twin/digipots/document.ts';
import { judgeDigipots } from '../../twin/digipots/judgeDigipots.ts';
import { digipotStageNames, type DigipotStageName } from '../../twin/digipots/stages/index.ts';
import type { MeasuredRun } from '../../twin/measured.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';
import { readDigipotCalibration, writeCalibration } from './calibrationFile.ts';
import { leaveOneOut } from './leaveOneOut.ts';
import { stagesIn } from './stageOption.ts';
import { digipotJudgementText, digipotText, type JudgedDigipots } from './digipotText.ts';

/** What `twinbench calibrate` was asked, as far as it concerns boards with digital potentiometers. */
export interface DigipotInvocation {
  readonly judge?: boolean | undefined;
  readonly 'leave-one-out'?: boolean | undefined;
  readonly use?: string | undefined;
  readonly out?: string | undefined;
  readonly skip?: string | undefined;
  readonly resume?: string | undefined;
  readonly serial?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Calibrates a board with digital potentiometers, or judges a calibration of one. */
export async function calibrateDigipotRuns(runs: readonly MeasuredRun[], options: DigipotInvocation, io: Io): Promise<0 | 1> {
  const tell = (judged: readonly JudgedDigipots[]): 0 => {
    const rows = judged.map(({ judgement, wasFitted }) => ({ ...judgement, wasFitted }));
    io.out(options.json === true ? formatJson({ runs: rows }) : digipotJudgementText(judged));
    return 0;
  };
  const judge = (calibration: DigipotCalibration, fitted: readonly MeasuredRun[]): JudgedDigipots[] =>
    runs.map((run) => ({ judgement: judgeDigipots(calibration, run), wasFitted: fitted.includes(run) }));
  if (options.use !== undefined) return tell(judge(await readDigipotCalibration(options.use, io), []));
  const request: DigipotRequest = {
    serial: options.serial ?? '',
    date: new Date(io.recordings.clock.now() * 1000).toISOString(),
    skip: stagesIn<DigipotStageName>(options.skip, digipotStageNames),
    earlier: options.resume === undefined ? null : await readDigipotCalibration(options.resume, io),
    report: (message, stage) => io.error(`${stage}: ${message}\n`),
  };
  if (options['leave-one-out'] === true) {
    if (runs.length < 2) throw nothingLeft('--leave-one-out', runs.length);
    const one = (run: MeasuredRun, others: readonly MeasuredRun[]): JudgedDigipots => ({
      judgement: judgeDigipots(calibrateDigipots(others, { ...request, report: () => undefined }), run),
      wasFitted: false,
    });
    const { judged, isInterrupted } = await leaveOneOut(runs, one, io);
    tell(judged);
    return isInterrupted ? 1 : 0;
  }
  const fitted = options.judge === true ? allButLast(runs) : runs;
  if (options.judge === true && fitted.length === runs.length) throw nothingLeft('--judge', runs.length);
  const calibration = calibrateDigipots(fitted, request);
  if (options.out !== undefined) await writeCalibration(options.out, calibration, io);
  if (options.judge === true) return tell(judge(calibration, fitted));
  const { edgeIds, nodeIds } = runs[0].experiment.network;
  io.out(options.json === true ? formatJson(calibration) : digipotText(calibration, edgeIds, nodeIds));
  return 0;
}

/** The last recording of every wiring judges, where there are several. */
function allButLast(runs: readonly MeasuredRun[]): MeasuredRun[] {
  return [...groupBy(runs, ({ experiment }) => wiringKeyOf(experiment)).values()].flatMap((group) =>
    group.length === 1 ? group : group.slice(0, -1),
  );
}

function nothingLeft(where: string, count: number): Error {
  const why = `of ${count === 1 ? 'the one recording' : `the ${count} recordings`} each is the only one of its wiring, and is needed for the fit`;
  return usageProblem('Nothing is left to judge on', where, why, 'Give more recordings, or judge by an earlier calibration with --use.');
}
