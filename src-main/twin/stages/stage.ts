import type { Spec } from '../../../shared/spec.ts';
import type { CalibrationDraft } from '../calibrationDraft.ts';
import type { DeviceModelName } from '../devices/index.ts';
import type { MeasuredRun } from '../measured.ts';

/** What a stage works with. */
export interface StageContext {
  /** Recordings of one board: finished ones, or what a live board has measured so far. */
  readonly runs: readonly MeasuredRun[];
  readonly device: DeviceModelName;
  /** Told between parts of the work. What it throws ends the stage, and leaves the draft as it was. */
  readonly report?: (progress: StageProgress) => void;
}

export interface StageProgress {
  /** 0 to 1. */
  readonly done: number;
  /** What is done now, in words. */
  readonly message: string;
}

/** One number that was found. */
export interface StageParameter {
  /** "V_T, free". */
  readonly quantity: string;
  /** Edge or node that it belongs to: "e7". */
  readonly of: string;
  readonly unit: string;
  readonly value: number;
  /** One standard deviation; `null` where none could be told. */
  readonly deviation: number | null;
}

/** Found against measured, or what is missed over what it may depend on. */
export interface StagePlot {
  readonly x: { readonly title: string; readonly unit: string };
  readonly y: { readonly title: string; readonly unit: string };
  readonly points: readonly { readonly x: number; readonly y: number; readonly series: string }[];
}

export interface StageResult {
  /** The draft with the part of this stage. Plain data: it may be saved and given to the next stage later. */
  readonly draft: CalibrationDraft;
  /** The one number that sums it up. */
  readonly figure: { readonly title: string; readonly value: number; readonly unit: string };
  readonly parameters: readonly StageParameter[];
  /** Residuals, at most some thousands of points. */
  readonly plot: StagePlot;
  /** What the data could not tell, and what would. */
  readonly notes: readonly string[];
}

/** One stage of the calibration of a board. */
export interface CalibrationStage<S extends Spec = Spec> {
  readonly spec: S;
  /** Which recordings it needs, in words. */
  readonly needs: string;
  /** Stages without whose part it can't be done; the others may be skipped. */
  readonly after: readonly string[];
  /** Why it can't be done with these recordings; `null`: it can. */
  missing(runs: readonly MeasuredRun[]): string | null;
  /**
   * @throws ProblemError E-RUN-INVALID where the draft lacks the part of an earlier stage
   */
  run(context: StageContext, draft: CalibrationDraft): StageResult;
}

export function defineStage<const S extends Spec>(stage: CalibrationStage<S>): CalibrationStage<S> {
  return stage;
}

/** Points of a plot beyond this number are thinned out. */
const MOST_POINTS = 4000;

export function thinned<T>(points: readonly T[]): T[] {
  const stride = Math.max(1, points.length / MOST_POINTS);
  return Array.from({ length: Math.min(points.length, MOST_POINTS) }, (_, index) => points[Math.floor(index * stride)]);
}
