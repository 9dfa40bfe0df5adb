import { z } from 'zod';
import {
  calibrationJudgementSchema,
  calibrationStageSchema,
  deviceErrorSchema,
  stageNames,
  type CalibrationStageName,
} from '../../shared/calibration.ts';
import type { DeviceModelName } from '../twin/devices/index.ts';
import type { AnyCalibration } from '../twin/digipots/document.ts';
import type { StageFinding, WorkDraft } from './calibrationKind.ts';
import { calibrationKinds } from './calibrationKinds.ts';
import type { Survey } from './calibrationRuns.ts';

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
  kind: z.enum(['transistor', 'digipot']).default('transistor').describe('Of its edges'),
  edges: z.int(),
  nodes: z.int().default(0).describe('0 in works of transistors from before they were counted, whose draft has them'),
  fitted: z.array(z.string()),
  held: z.array(z.string()),
  device: z.string(),
  stages: z.array(kept),
  devices: z.array(deviceErrorSchema),
  judgement: calibrationJudgementSchema.nullable(),
  /** What the stages hand on; only they look into it. */
  draft: z.custom<WorkDraft>((value) => typeof value === 'object' && value !== null && Array.isArray((value as WorkDraft).wirings)),
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
export function openWork(id: string, survey: Survey, { fitted, held }: ChosenRuns, now: number): CalibrationWork {
  const { kind, title, serial, edges, nodes, missing } = survey;
  const nothing = { figure: null, parameters: [], plot: null, notes: [] };
  const { stages, empty } = calibrationKinds[kind];
  return {
    ...{ format: 'twinbench.calibrationWork', version: 1, id, title: titleOf(title, serial), serial, kind, edges, nodes },
    ...{ fitted: [...fitted], held: [...held], device: FIRST_DEVICE, devices: [], judgement: null, draft: empty, isSaved: false },
    date: new Date(now * 1000).toISOString(),
    stages: namesIn(stages).map((name) => ({ name, state: 'open', missing: missing[name] ?? null, ...nothing })),
  };
}

/** Stages of a calibration in the order in which they are done. */
export function stagesOf({ kind }: Pick<CalibrationWork, 'kind'>): CalibrationStageName[] {
  return namesIn(calibrationKinds[kind].stages);
}

function namesIn(stages: object): CalibrationStageName[] {
  return Object.keys(stages) as CalibrationStageName[];
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

/** Whether enough is done for a twin. */
export function isFitted({ kind, stages }: CalibrationWork): boolean {
  const isDone = (stage: CalibrationStageName): boolean => stages.some(({ name, state }) => name === stage && state === 'done');
  return calibrationKinds[kind].required.every(isDone);
}

/** @throws ProblemError E-RUN-INVALID where too little of it is done */
export function documentOf({ kind, draft, serial, date, device, edges, nodes, stages }: CalibrationWork): AnyCalibration {
  const done = stages.flatMap(({ name, state }) => (state === 'done' ? [name] : []));
  return calibrationKinds[kind].document({ draft, serial, date, device: device as DeviceModelName, edges, nodes, done });
}
