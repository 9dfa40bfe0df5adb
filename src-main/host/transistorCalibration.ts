import type { DeviceError } from '../../shared/calibration.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { quantile } from '../math/statistics.ts';
import { calibrationOf } from '../twin/calibrateBoard.ts';
import { emptyDraft, type CalibrationDraft } from '../twin/calibrationDraft.ts';
import { calibrationProgram, PROGRAM_MEASUREMENTS, PROGRAM_STEPS, PROGRAMS } from '../twin/calibrationProgram.ts';
import { deviceModels, type DeviceModelName } from '../twin/devices/index.ts';
import { compareDevices, winnerOf } from '../twin/heldOut.ts';
import type { MeasuredRun } from '../twin/measured.ts';
import { calibrationStages, type StageName } from '../twin/stages/index.ts';
import type { StageProgress } from '../twin/stages/stage.ts';
import { judgeCalibration } from './calibrationJudgement.ts';
import { toldStage, type CalibrationKind, type StageFinding, type StageInput, type TwinReport } from './calibrationKind.ts';
import { unfitWork } from './unfitWork.ts';

/** Part of the stage of the edges that the contest of the descriptions takes. */
const CONTEST = 0.7;

/** Boards with transistors: converters, edges, what moves the gates, noise. */
export const transistorCalibration: CalibrationKind = {
  stages: calibrationStages,
  required: ['edges'],
  empty: emptyDraft,
  programs: { count: PROGRAMS, steps: PROGRAM_STEPS, measurements: PROGRAM_MEASUREMENTS, of: calibrationProgram },
  run: (input, fitted, held, report) =>
    input.stage === 'edges' ? contest(input, fitted, held, report) : stageOf(input, input.device, fitted, report),
  judge: ({ draft, device }, runs, report) =>
    judgeCalibration(calibrationOf(draft as CalibrationDraft, runs, { serial: '', date: '', device }, []), runs, report),
  document({ draft, serial, date, device, edges, done }) {
    const { wirings } = draft as CalibrationDraft;
    if (wirings.length === 0) throw unfitWork('calibration', 'nothing of it is done', 'Do the stage "edges" first.');
    const nodeCount = wirings[0].edges?.free.zeros.length ?? 2;
    const run = { name: '', date: null, experiment: { network: { edgeCount: edges, nodeCount } } as Experiment, moments: [], omitted: 0 };
    return calibrationOf(draft as CalibrationDraft, [run], { serial, date, device }, done as readonly StageName[]);
  },
};

function stageOf({ stage, draft }: StageInput, device: DeviceModelName, runs: readonly MeasuredRun[], report: TwinReport): StageFinding {
  const context = { runs, device, report: ({ done, message }: StageProgress): void => report(done, message) };
  const result = calibrationStages[stage as StageName].run(context, draft as CalibrationDraft);
  return { ...toldStage(result), draft: result.draft, device, devices: null };
}

/** Which description of an edge wins on recordings that it does not see; then the stage with that one. */
function contest(input: StageInput, fitted: readonly MeasuredRun[], held: readonly MeasuredRun[], report: TwinReport): StageFinding {
  const contestants = held.length === 0 ? [] : compareDevices(fitted, held, (done, message) => report(CONTEST * done, message));
  const winner = winnerOf(contestants);
  const share = contestants.length === 0 ? 0 : CONTEST;
  const finding = stageOf(input, winner ?? input.device, fitted, (done, message) => report(share + (1 - share) * done, message));
  const devices = contestants.map(({ name, free, clamped }): DeviceError => {
    const spread = (errors: readonly number[] | null): DeviceError['free'] =>
      errors === null ? null : { median: quantile(errors, 0.5), percentile90: quantile(errors, 0.9) };
    return { name, title: deviceModels[name].spec.title, free: spread(free), clamped: spread(clamped), isWinner: name === winner };
  });
  return { ...finding, devices };
}
