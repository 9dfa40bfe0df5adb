import type { CalibrationJudgement, CalibrationStage, CalibrationStageName, DeviceError, Scatter } from '../../shared/calibration.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Diagnosis, Fault } from '../../shared/twin.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { quantile } from '../math/statistics.ts';
import type { Files } from '../recording/files.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { openRecording } from '../recording/reader.ts';
import { calibrationOf, learningBoardOf } from '../twin/calibrateBoard.ts';
import type { CalibrationDraft } from '../twin/calibrationDraft.ts';
import type { CalibrationDocument } from '../twin/calibrationDocument.ts';
import { deviceModels, type DeviceModelName } from '../twin/devices/index.ts';
import { diagnose, type FaultData } from '../twin/diagnose.ts';
import { forecast, type Forecast, type ForecastRequest } from '../twin/forecast.ts';
import { compareDevices, winnerOf } from '../twin/heldOut.ts';
import { wiringFor } from '../twin/judge.ts';
import { MeasuredRunBuilder, type MeasuredRun } from '../twin/measured.ts';
import { calibrationStages, stageNames } from '../twin/stages/index.ts';
import type { StagePlot } from '../twin/stages/stage.ts';
import { judgeCalibration } from './calibrationJudgement.ts';

/** What a calibration is made from: paths of recordings. */
interface Material {
  readonly fitted: readonly string[];
  readonly held: readonly string[];
}

/** Heavy work of the twin, done beside the engine. Plain data in and out. */
export type TwinWork =
  | ({ readonly work: 'survey' } & Material)
  | ({
      readonly work: 'stage';
      readonly stage: CalibrationStageName;
      readonly device: DeviceModelName;
      readonly draft: CalibrationDraft;
    } & Material)
  | ({ readonly work: 'judge'; readonly device: DeviceModelName; readonly draft: CalibrationDraft } & Material)
  | { readonly work: 'diagnose'; readonly data: FaultData }
  | {
      readonly work: 'forecast';
      readonly document: ExperimentDocument;
      readonly calibration: CalibrationDocument;
      readonly request: ForecastRequest;
    };

/** What a survey of recordings finds before anything is fitted. */
export interface Survey {
  readonly title: string;
  readonly serial: string;
  readonly edges: number;
  readonly missing: Readonly<Record<CalibrationStageName, string | null>>;
  /** The gates at the end of the last recording, V, [edge]. */
  readonly lastGates: readonly number[];
}

/** What a stage finds. */
export interface StageFinding extends Pick<CalibrationStage, 'figure' | 'parameters' | 'plot' | 'notes'> {
  readonly draft: CalibrationDraft;
  readonly device: DeviceModelName;
  /** Only of the stage of the edges, where there are recordings that it is not fitted to. */
  readonly devices: readonly DeviceError[] | null;
}

export interface TwinFindings {
  survey: Survey;
  stage: StageFinding;
  judge: CalibrationJudgement | null;
  diagnose: Pick<Diagnosis, 'faults' | 'certainty'>;
  forecast: Forecast;
}

/** Tells how far it is, in words. */
export type TwinReport = (done: number, message: string) => void;

/** Part of the stage of the edges that the contest of the descriptions takes. */
const CONTEST = 0.7;

/** Does such work where it is called. @throws ProblemError */
export async function doTwinWork(
  work: TwinWork,
  { files }: Pick<RecordingPlace, 'files'>,
  report: TwinReport,
): Promise<TwinFindings[keyof TwinFindings]> {
  switch (work.work) {
    case 'survey':
      return survey(await readRuns(work.fitted, files), await readRuns(work.held, files));
    case 'stage': {
      const [fitted, held] = [await readRuns(work.fitted, files), await readRuns(work.held, files)];
      return work.stage === 'edges' ? doEdges(work, fitted, held, report) : doStage(work, work.device, fitted, report);
    }
    case 'judge': {
      const runs = await readRuns(work.held.length > 0 ? work.held : work.fitted, files);
      const settings = { serial: '', date: '', device: work.device };
      return judgeCalibration(calibrationOf(work.draft, runs, settings, []), runs, report);
    }
    case 'diagnose':
      return diagnosisOf(work.data);
    case 'forecast': {
      const experiment = compileExperiment(work.document);
      const wiring = wiringFor(work.calibration, { experiment });
      const board = learningBoardOf(wiring, experiment.document.clamping.kind);
      if (board === null) throw unfit('its stages of learning were skipped', 'Calibrate the learning rate too.');
      return forecast(experiment, board, work.request);
    }
  }
}

function doStage(
  { stage, draft }: Extract<TwinWork, { work: 'stage' }>,
  device: DeviceModelName,
  runs: readonly MeasuredRun[],
  report: TwinReport,
): StageFinding {
  const result = calibrationStages[stage].run({ runs, device, report: ({ done, message }) => report(done, message) }, draft);
  const { figure, parameters, plot, notes } = result;
  return {
    draft: result.draft,
    device,
    devices: null,
    figure: Number.isFinite(figure.value) ? figure : null,
    parameters: parameters.filter(({ value }) => Number.isFinite(value)).map(finite),
    plot: scatterOf(plot),
    notes: [...notes],
  };
}

/** Which description of an edge wins on recordings that it does not see; then the stage with that one. */
function doEdges(
  work: Extract<TwinWork, { work: 'stage' }>,
  fitted: readonly MeasuredRun[],
  held: readonly MeasuredRun[],
  report: TwinReport,
): StageFinding {
  const contestants = held.length === 0 ? [] : compareDevices(fitted, held, (done, message) => report(CONTEST * done, message));
  const winner = winnerOf(contestants);
  const share = contestants.length === 0 ? 0 : CONTEST;
  const finding = doStage(work, winner ?? work.device, fitted, (done, message) => report(share + (1 - share) * done, message));
  const devices = contestants.map(({ name, free, clamped }): DeviceError => {
    const spread = (errors: readonly number[] | null): DeviceError['free'] =>
      errors === null ? null : { median: quantile(errors, 0.5), percentile90: quantile(errors, 0.9) };
    return { name, title: deviceModels[name].spec.title, free: spread(free), clamped: spread(clamped), isWinner: name === winner };
  });
  return { ...finding, devices };
}

function finite<P extends { readonly deviation: number | null }>(parameter: P): P {
  return parameter.deviation === null || Number.isFinite(parameter.deviation) ? parameter : { ...parameter, deviation: null };
}

/** Points gathered by series, as the screen draws them. */
export function scatterOf({ x, y, points }: StagePlot): Scatter {
  const series = new Map<string, { name: string; x: number[]; y: number[] }>();
  for (const point of points) {
    if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) continue;
    let entry = series.get(point.series);
    if (entry === undefined) series.set(point.series, (entry = { name: point.series, x: [], y: [] }));
    entry.x.push(point.x);
    entry.y.push(point.y);
  }
  return { x: { ...x }, y: { ...y }, series: [...series.values()] };
}

/** Hypotheses that are told. */
const MOST_FAULTS = 6;

function diagnosisOf(data: FaultData): TwinFindings['diagnose'] {
  const { hypotheses, certainty } = diagnose(data);
  const faults = hypotheses.slice(0, MOST_FAULTS).map(({ fault, probability }): Fault => {
    if (fault === null) return { edge: null, kind: 'healthy', value: null, probability };
    const { kind, edge, value } = fault;
    return { edge: data.network.edgeIds[edge], kind, value: kind === 'stuck' || kind === 'drift' ? value : null, probability };
  });
  return { faults, certainty };
}

function survey(fitted: readonly SerialRun[], held: readonly SerialRun[]): Survey {
  const [first] = fitted;
  const { network, edgeModel, document } = first.experiment;
  if (edgeModel.kind !== 'transistor')
    throw unfit(`its edges are of the kind ${edgeModel.kind}`, 'Choose recordings of a board of transistors.');
  for (const run of [...fitted, ...held]) {
    const why = differenceOf(run, first);
    if (why !== '') throw unfit(`"${run.name}" and "${first.name}" are not of one board: ${why}`, 'Choose recordings of one board.');
  }
  return {
    title: document.title,
    serial: first.serial,
    edges: network.edgeCount,
    missing: Object.fromEntries(stageNames.map((name) => [name, calibrationStages[name].missing(fitted)])) as Survey['missing'],
    lastGates: [...(fitted.at(-1)?.moments.at(-1)?.gates ?? [])],
  };
}

/** Why two recordings can't be of one board; "": they may be. */
function differenceOf({ experiment, serial }: SerialRun, first: SerialRun): string {
  const [own, other] = [experiment.network, first.experiment.network];
  if (own.edgeCount !== other.edgeCount || own.nodeCount !== other.nodeCount)
    return `${own.edgeCount} edges and ${own.nodeCount} nodes against ${other.edgeCount} and ${other.nodeCount}`;
  if (own.from.some((node, edge) => node !== other.from[edge] || own.to[edge] !== other.to[edge])) return 'the edges join other nodes';
  return serial !== '' && first.serial !== '' && serial !== first.serial ? `board ${serial} against board ${first.serial}` : '';
}

/** A recording with the serial number of its board; "" where that is not known. */
type SerialRun = MeasuredRun & { readonly serial: string };

async function readRuns(paths: readonly string[], files: Files): Promise<SerialRun[]> {
  const runs: SerialRun[] = [];
  for (const path of paths) runs.push(await readRun(path, files));
  return runs;
}

/** A recording as calibration needs it. @throws ProblemError E-RECORDING-READ; E-RUN-INVALID where it has no node voltages */
async function readRun(path: string, files: Files): Promise<SerialRun> {
  const recording = await openRecording(path, files);
  try {
    const { id, createdAt, document, machine } = recording.header;
    const builder = new MeasuredRunBuilder('nudge' in document.clamping ? document.clamping.nudge : 1);
    for await (const event of recording.events()) builder.add(event);
    const run = builder.build(id, createdAt, compileExperiment(document));
    if (run.moments.length === 0) throw unfit(`"${id}" holds no state with node voltages`, 'Choose recordings of a board.');
    return { ...run, serial: serialOf(machine.title) };
  } finally {
    await recording.close();
  }
}

/** "Board 2024 (transistors2024)" → "2024". */
export function serialOf(title: string): string {
  return /^Board (\S+)/.exec(title)?.[1] ?? '';
}

function unfit(why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'This can’t be calibrated', where: 'calibration', why, remedy });
}
