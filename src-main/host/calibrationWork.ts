import { z } from 'zod';
import {
  calibrationJudgementSchema,
  calibrationStageSchema,
  deviceErrorSchema,
  stageNames,
  type CalibrationStageName,
} from '../../shared/calibration.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { calibrationOf } from '../twin/calibrateBoard.ts';
import type { CalibrationDocument } from '../twin/calibrationDocument.ts';
import { emptyDraft, type CalibrationDraft } from '../twin/calibrationDraft.ts';
import type { DeviceModelName } from '../twin/devices/index.ts';
import type { StageFinding, Survey } from './twinTasks.ts';

const kept = calibrationStageSchema.pick({ figure: true, parameters: true, plot: true, notes: true, missing: true }).extend({
  name: z.enum(stageNames),
  state: z.enum(['open', 'done', 'skipped', 'failed']),
});

const schema = z.strictObject({
  format: z.literal('twinbench.calibrationWork'),
  version: z.literal(1),
  id: z.string(),
  title: z.string(),
  serial: z.string(),
  date: z.iso.datetime(),
  edges: z.int(),
  fitted: z.array(z.string()),
  held: z.array(z.string()),
  device: z.string(),
  stages: z.array(kept),
  devices: z.array(deviceErrorSchema),
  judgement: calibrationJudgementSchema.nullable(),
  /** What the stages hand on; only they look into it. */
  draft: z.custom<CalibrationDraft>(
    (value) => typeof value === 'object' && value !== null && Array.isArray((value as CalibrationDraft).wirings),
  ),
  isSaved: z.boolean(),
});

/** A calibration on its way, as it is kept between two sittings. */
export type CalibrationWork = z.infer<typeof schema>;
export const workDocument = { format: 'twinbench.calibrationWork', version: 1, schema } as const;

/** What a calibration is made from: recordings, by their names. */
export interface ChosenRuns {
  readonly fitted: readonly string[];
  readonly held: readonly string[];
}

/** Before the descriptions of an edge were held against each other. */
const FIRST_DEVICE: DeviceModelName = 'calibrated';

/** A calibration of which nothing is done. @param now  s since 1970 */
export function openWork(
  id: string,
  { title, serial, edges, missing }: Survey,
  { fitted, held }: ChosenRuns,
  now: number,
): CalibrationWork {
  const nothing = { figure: null, parameters: [], plot: null, notes: [] };
  return {
    ...{ format: 'twinbench.calibrationWork', version: 1, id, title: titleOf(title, serial), serial, edges },
    ...{ fitted: [...fitted], held: [...held], device: FIRST_DEVICE, devices: [], judgement: null, draft: emptyDraft, isSaved: false },
    date: new Date(now * 1000).toISOString(),
    stages: stageNames.map((name) => ({ name, state: 'open', missing: missing[name], ...nothing })),
  };
}

function titleOf(task: string, serial: string): string {
  const short = task.replace(/^Calibration \d+: /, '');
  return serial === '' ? short : `Board ${serial}, ${short}`;
}

export function withFinding(work: CalibrationWork, stage: CalibrationStageName, finding: StageFinding): CalibrationWork {
  const { draft, device, devices, figure, parameters, plot, notes } = finding;
  const found = { state: 'done' as const, figure, parameters, plot, notes };
  const stages = work.stages.map((entry) => (entry.name === stage ? { ...entry, ...found } : entry));
  return { ...work, draft, device, devices: devices === null ? work.devices : [...devices], stages, isSaved: false };
}

export function withState(work: CalibrationWork, stage: CalibrationStageName, state: 'open' | 'skipped' | 'failed'): CalibrationWork {
  return { ...work, stages: work.stages.map((entry) => (entry.name === stage ? { ...entry, state } : entry)) };
}

export function isDone({ stages }: CalibrationWork, stage: CalibrationStageName): boolean {
  return stages.some(({ name, state }) => name === stage && state === 'done');
}

/** @throws ProblemError E-RUN-INVALID where the edges were never calibrated */
export function documentOf({ draft, serial, date, device, edges, stages }: CalibrationWork): CalibrationDocument {
  const done = stages.flatMap(({ name, state }) => (state === 'done' ? [name] : []));
  const nodes = draft.wirings[0]?.edges?.free.zeros.length ?? 2;
  const experiment = { network: { edgeCount: edges, nodeCount: nodes } } as Experiment;
  const run = { name: '', date: null, experiment, moments: [], omitted: 0 };
  if (draft.wirings.length === 0) throw unfitWork('calibration', 'nothing of it is done', 'Do the stage "edges" first.');
  return calibrationOf(draft, [run], { serial, date, device: device as DeviceModelName }, done);
}

export function unfitWork(where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'This can’t be calibrated', where, why, remedy });
}
