import type { CalibrationJudgement } from '../../shared/calibration.ts';
import type { Diagnosis, Fault } from '../../shared/twin.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { learningBoardOf } from '../twin/calibrateBoard.ts';
import type { CalibrationDocument } from '../twin/calibrationDocument.ts';
import { diagnose, type FaultData } from '../twin/diagnose.ts';
import { forecast, type Forecast, type ForecastRequest } from '../twin/forecast.ts';
import { wiringFor } from '../twin/judge.ts';
import type { StageFinding, StageInput, TwinReport } from './calibrationKind.ts';
import { calibrationKinds, type CalibrationKindName } from './calibrationKinds.ts';
import { readRuns, survey, type Survey } from './calibrationRuns.ts';
import { unfitWork } from './unfitWork.ts';

/** What a calibration is made from: paths of recordings. */
interface Material {
  readonly fitted: readonly string[];
  readonly held: readonly string[];
}

/** Heavy work of the twin, done beside the engine. Plain data in and out. */
export type TwinWork =
  | ({ readonly work: 'survey' } & Material)
  | ({ readonly work: 'stage'; readonly kind: CalibrationKindName } & StageInput & Material)
  | ({ readonly work: 'judge'; readonly kind: CalibrationKindName } & Omit<StageInput, 'stage'> & Material)
  | { readonly work: 'diagnose'; readonly data: FaultData }
  | {
      readonly work: 'forecast';
      readonly document: ExperimentDocument;
      readonly calibration: CalibrationDocument;
      readonly request: ForecastRequest;
    };

export interface TwinFindings {
  survey: Survey;
  stage: StageFinding;
  judge: CalibrationJudgement | null;
  diagnose: Pick<Diagnosis, 'faults' | 'certainty'>;
  forecast: Forecast;
}

/** Does such work where it is called. @throws ProblemError */
export async function doTwinWork(
  work: TwinWork,
  { files }: Pick<RecordingPlace, 'files'>,
  report: TwinReport,
): Promise<TwinFindings[keyof TwinFindings]> {
  switch (work.work) {
    case 'survey':
      return survey(await readRuns(work.fitted, files), await readRuns(work.held, files));
    case 'stage':
      return calibrationKinds[work.kind].run(work, await readRuns(work.fitted, files), await readRuns(work.held, files), report);
    case 'judge':
      return calibrationKinds[work.kind].judge(work, await readRuns(work.held.length > 0 ? work.held : work.fitted, files), report);
    case 'diagnose':
      return diagnosisOf(work.data);
    case 'forecast': {
      const experiment = compileExperiment(work.document);
      const board = learningBoardOf(wiringFor(work.calibration, { experiment }), experiment.document.clamping.kind);
      if (board === null) throw unfitWork('calibration', 'its stages of learning were skipped', 'Calibrate the learning rate too.');
      return forecast(experiment, board, work.request);
    }
  }
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
