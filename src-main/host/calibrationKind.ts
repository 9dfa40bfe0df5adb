import type { CalibrationJudgement, CalibrationStage, CalibrationStageName, DeviceError, Scatter } from '../../shared/calibration.ts';
import type { Spec } from '../../shared/spec.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { CalibrationDraft } from '../twin/calibrationDraft.ts';
import type { DeviceModelName } from '../twin/devices/index.ts';
import type { AnyCalibration } from '../twin/digipots/document.ts';
import type { DigipotDraft } from '../twin/digipots/stages/stage.ts';
import type { MeasuredRun } from '../twin/measured.ts';
import type { StagePlot, StageResult } from '../twin/stages/stage.ts';

/** What the stages hand on: plain data; only those of one kind of board look into it. */
export type WorkDraft = CalibrationDraft | DigipotDraft;

/** How far a calibration is, as the stages need it. */
export interface StageInput {
  readonly stage: CalibrationStageName;
  readonly draft: WorkDraft;
  readonly device: DeviceModelName;
}

/** What a stage finds. */
export interface StageFinding extends Pick<CalibrationStage, 'figure' | 'parameters' | 'plot' | 'notes'> {
  readonly draft: WorkDraft;
  readonly device: DeviceModelName;
  /** Only where descriptions of an edge were held against each other. */
  readonly devices: readonly DeviceError[] | null;
}

/** What a document is made of. */
export interface FinishedWork {
  readonly draft: WorkDraft;
  readonly serial: string;
  readonly date: string;
  readonly device: DeviceModelName;
  readonly edges: number;
  readonly nodes: number;
  /** Stages that are done. */
  readonly done: readonly CalibrationStageName[];
}

/** Tells how far it is, in words. */
export type TwinReport = (done: number, message: string) => void;

/** How a stage is shown and when it can be done. */
export interface StageText {
  readonly spec: Spec;
  readonly needs: string;
  readonly after: readonly string[];
  missing(runs: readonly MeasuredRun[]): string | null;
}

/** How boards with one kind of edge are calibrated. */
export interface CalibrationKind {
  /** In the order in which they are done. */
  readonly stages: Readonly<Partial<Record<CalibrationStageName, StageText>>>;
  /** Stages without which there is nothing to judge, save or apply. */
  readonly required: readonly CalibrationStageName[];
  readonly empty: WorkDraft;
  /** Programs that a board is recorded under, the last of which judges. */
  readonly programs: {
    readonly count: number;
    /** Of each, and how often it is measured on the way. */
    readonly steps: number;
    readonly measurements: number;
    readonly of: (document: ExperimentDocument, part: number) => ExperimentDocument;
  };
  /** @throws ProblemError where the recordings tell nothing of it, or an earlier stage is missing */
  run(input: StageInput, fitted: readonly MeasuredRun[], held: readonly MeasuredRun[], report: TwinReport): StageFinding;
  /** The nominal twin and the calibrated one on the same recordings; `null` where neither has a solution. */
  judge(input: Omit<StageInput, 'stage'>, runs: readonly MeasuredRun[], report: TwinReport): CalibrationJudgement | null;
  /** @throws ProblemError E-RUN-INVALID where a required stage was not done */
  document(work: FinishedWork): AnyCalibration;
}

/** What a stage found, as screens are told: what is not finite is no number. */
export function toldStage({
  figure,
  parameters,
  plot,
  notes,
}: Omit<StageResult, 'draft'>): Omit<StageFinding, 'draft' | 'device' | 'devices'> {
  return {
    figure: Number.isFinite(figure.value) ? figure : null,
    parameters: parameters
      .filter(({ value }) => Number.isFinite(value))
      .map((parameter) =>
        parameter.deviation === null || Number.isFinite(parameter.deviation) ? parameter : { ...parameter, deviation: null },
      ),
    plot: scatterOf(plot),
    notes: [...notes],
  };
}

/** Points gathered by series, as the screen draws them. */
function scatterOf({ x, y, points }: StagePlot): Scatter {
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
