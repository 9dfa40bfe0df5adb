import type { CalibrationJudgement } from '../../shared/calibration.ts';
import type { Diagnosis } from '../../shared/twin.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { learningBoardOf } from '../twin/calibrateBoard.ts';
import type { CalibrationDocument } from '../twin/calibrationDocument.ts';
import type { FaultEvidence } from '../twin/benchMonitor.ts';
import { diagnose, toldFault, type Diagnosis as FoundFaults } from '../twin/diagnose.ts';
import { diagnoseDigipots } from '../twin/digipots/diagnoseDigipots.ts';
import type { DigipotCalibration } from '../twin/digipots/document.ts';
import { forecastDigipots, type DigipotForecastRequest } from '../twin/digipots/forecastDigipots.ts';
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
  | { readonly work: 'diagnose'; readonly evidence: FaultEvidence }
  | {
      readonly work: 'forecast';
      readonly document: ExperimentDocument;
      readonly calibration: CalibrationDocument;
      readonly request: ForecastRequest;
    }
  | {
      readonly work: 'forecastDigipots';
      readonly document: ExperimentDocument;
      readonly calibration: DigipotCalibration;
      readonly request: DigipotForecastRequest;
    };

export interface TwinFindings {
  survey: Survey;
  stage: StageFinding;
  judge: CalibrationJudgement | null;
  diagnose: Omit<Diagnosis, 'samples'>;
  forecast: Forecast;
  forecastDigipots: Forecast;
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
      return diagnosisOf(work.evidence);
    case 'forecast': {
      const experiment = compileExperiment(work.document);
      const board = learningBoardOf(wiringFor(work.calibration, { experiment }), experiment.document.clamping.kind);
      if (board === null) throw unfitWork('calibration', 'its stages of learning were skipped', 'Calibrate the learning rate too.');
      return forecast(experiment, board, work.request);
    }
    case 'forecastDigipots':
      return forecastDigipots(compileExperiment(work.document), work.calibration, work.request);
  }
}

/** Hypotheses that are told. */
const MOST_FAULTS = 6;

function diagnosisOf(evidence: FaultEvidence): TwinFindings['diagnose'] {
  const { found, edgeIds } = foundIn(evidence);
  const faults = found.hypotheses.slice(0, MOST_FAULTS).map((hypothesis) => toldFault(hypothesis, edgeIds));
  return { faults, certainty: found.certainty, edges: evidence.edges };
}

function foundIn({ edges, data }: FaultEvidence): { readonly found: FoundFaults; readonly edgeIds: readonly string[] } {
  if (edges === 'transistor') return { found: diagnose(data), edgeIds: data.network.edgeIds };
  const experiment = compileExperiment(data.document);
  return { found: diagnoseDigipots({ ...data, experiment }), edgeIds: experiment.network.edgeIds };
}
