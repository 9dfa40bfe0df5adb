import type { Calibration, CalibrationList, CalibrationStage, CalibrationStageName } from '../../shared/calibration.ts';
import type { Problem } from '../../shared/problem.ts';
import { isStale } from '../twin/calibrationDocument.ts';
import { deviceModels, type DeviceModelName } from '../twin/devices/index.ts';
import { calibrationKinds } from './calibrationKinds.ts';
import { isFitted, type CalibrationWork } from './calibrationWork.ts';

/** Days after which a calibration should be made again, as calibrations themselves say. */
const STALE_AFTER_DAYS = 30;

/** What a screen is told beside what is kept of a work. */
export interface WorkCircumstances {
  readonly folder: string;
  /** Name of the calibration that the twin of the bench uses. */
  readonly applied: string | null;
  /** s since 1970. */
  readonly now: number;
  /** The stage that is being done, how far it is, and what is done now. */
  readonly running: { readonly stage: CalibrationStageName; readonly done: number; readonly message: string } | null;
  /** Why a stage failed; `null`: it did not, or that was in another sitting. */
  readonly failure: (stage: CalibrationStageName) => Problem | null;
}

/** A calibration as it stands in the list. */
export function summaryOf(
  { id, title, serial, date, isSaved, stages }: CalibrationWork,
  { applied, now }: Pick<WorkCircumstances, 'applied' | 'now'>,
): CalibrationList['calibrations'][number] {
  const age = { date, staleAfterDays: STALE_AFTER_DAYS };
  return {
    ...{ id, title, serial, date, isSaved },
    isApplied: id === applied,
    ageDays: (now - Date.parse(date) / 1000) / 86_400,
    staleAfterDays: STALE_AFTER_DAYS,
    isStale: isStale(age, now),
    done: stages.filter(({ state }) => state === 'done').length,
    stages: stages.length,
  };
}

/** A calibration as it stands on its own page. */
export function descriptionOf(work: CalibrationWork, circumstances: WorkCircumstances): Calibration {
  const { kind, edges, fitted, held, device, devices, judgement } = work;
  const { folder, running, failure } = circumstances;
  const stages = work.stages.map((stage): CalibrationStage => {
    const { spec, needs, after } = calibrationKinds[kind].stages[stage.name]!;
    const own = running?.stage === stage.name ? running : null;
    return {
      ...stage,
      ...{ title: spec.title, doc: spec.doc, equation: spec.equation ?? '', needs, after: [...after] },
      state: own === null ? stage.state : 'running',
      done: own?.done ?? (stage.state === 'done' ? 1 : 0),
      message: own?.message ?? '',
      problem: failure(stage.name),
    };
  });
  const { done: _done, stages: _count, ...summary } = summaryOf(work, circumstances);
  const title = deviceModels[device as DeviceModelName]?.spec.title ?? device;
  return { ...summary, folder, kind, isFitted: isFitted(work), edges, fitted, held, device: title, stages, devices, judgement };
}
