import type { Spec } from '../../../../shared/spec.ts';
import type { StageContext, StageResult } from '../../stages/stage.ts';
import type { MeasuredRun } from '../../measured.ts';
import type { DigipotCalibration } from '../document.ts';

/** What is known so far; what was not done yet, or skipped, is `null`. Plain data, so that it can be kept and resumed. */
export type DigipotDraft = Pick<DigipotCalibration, 'converters' | 'wipers' | 'comparators' | 'wirings' | 'indistinguishable'>;

export const emptyDigipotDraft: DigipotDraft = { converters: null, wipers: null, comparators: null, wirings: [], indistinguishable: [] };

export type DigipotStageContext = Pick<StageContext, 'runs' | 'report'>;

/** As of every stage, with a draft of its own. */
export type DigipotStageResult = Omit<StageResult, 'draft'> & { readonly draft: DigipotDraft };

/** One stage of the calibration of a board with digital potentiometers. */
export interface DigipotStage<S extends Spec = Spec> {
  readonly spec: S;
  /** Which recordings it needs, in words. */
  readonly needs: string;
  /** Stages without whose part it can't be done. */
  readonly after: readonly string[];
  /** Why it can't be done with these recordings; `null`: it can. */
  missing(runs: readonly MeasuredRun[]): string | null;
  /** @throws ProblemError E-RUN-INVALID where the draft lacks the part of an earlier stage, or the recordings tell nothing */
  run(context: DigipotStageContext, draft: DigipotDraft): DigipotStageResult;
}

export function defineDigipotStage<const S extends Spec>(stage: DigipotStage<S>): DigipotStage<S> {
  return stage;
}
