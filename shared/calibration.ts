import { z } from 'zod';
import { problemSchema } from './problem.ts';

/** The stages of a calibration of any board; its kind of edges says which it has, and in which order. */
export const stageNames = ['converters', 'edges', 'rate', 'bias', 'noise', 'wipers', 'comparators'] as const;
export type CalibrationStageName = (typeof stageNames)[number];

/** One number that was found. */
export const calibrationParameterSchema = z.strictObject({
  quantity: z.string().describe('"V_T, free"'),
  of: z.string().describe('Edge or node: "e7"'),
  unit: z.string(),
  value: z.number(),
  deviation: z.number().nullable().describe('One standard deviation; null where none could be told'),
});
export type CalibrationParameter = z.infer<typeof calibrationParameterSchema>;

const axis = z.strictObject({ title: z.string(), unit: z.string() });

/** Points of one name. */
export const scatterSeriesSchema = z.strictObject({ name: z.string(), x: z.array(z.number()), y: z.array(z.number()) });

/** Points over a plane, by series. */
export const scatterSchema = z.strictObject({ x: axis, y: axis, series: z.array(scatterSeriesSchema) });
export type Scatter = z.infer<typeof scatterSchema>;

export const calibrationStageSchema = z.strictObject({
  name: z.enum(stageNames),
  title: z.string(),
  doc: z.string(),
  equation: z.string(),
  needs: z.string().describe('Which recordings it needs'),
  /** Stages without which it can't be done. */
  after: z.array(z.string()),
  state: z.enum(['open', 'running', 'done', 'skipped', 'failed']),
  missing: z.string().nullable().describe('Why these recordings can’t tell it; null: they can'),
  /** 0..1, and what is done now. */
  done: z.number(),
  message: z.string(),
  problem: problemSchema.nullable(),
  figure: z.strictObject({ title: z.string(), value: z.number(), unit: z.string() }).nullable(),
  parameters: z.array(calibrationParameterSchema),
  plot: scatterSchema.nullable(),
  /** What the data could not tell, and what would. */
  notes: z.array(z.string()),
});
export type CalibrationStage = z.infer<typeof calibrationStageSchema>;

const spread = z.strictObject({ median: z.number(), percentile90: z.number() });

/** How far one description of an edge is from recordings that it was not fitted to, V per state; `null` where it has no solution. */
export const deviceErrorSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  free: spread.nullable(),
  clamped: spread.nullable(),
  isWinner: z.boolean(),
});
export type DeviceError = z.infer<typeof deviceErrorSchema>;

/** The nodes of the held-out recordings, as measured and as a twin has them. */
export const paritySchema = z.strictObject({
  title: z.string().describe('"free network, before"'),
  count: z.int(),
  slope: z.number(),
  bias: z.number().describe('V'),
  r2: z.number(),
  rmse: z.number().describe('V'),
  median: z.number().describe('Median over states of the root mean square over nodes, V'),
});
export type ParityFigures = z.infer<typeof paritySchema>;

/** How well a twin tells the steps of the wipers of a recording before they are made. */
export const stepFiguresSchema = z.strictObject({
  steps: z.int(),
  right: z.number().describe('Share of the steps whose likelier direction was the right one'),
  best: z
    .number()
    .nullable()
    .default(null)
    .describe(
      'Share that would be right if every probability given is true: what noise leaves to the best twin; null in works from before it was told',
    ),
  bits: z.number().describe('Mean of −log₂ of the probability that was given to what happened: 1 is a coin'),
  free: z.number().describe('Root mean square that is missed of the nodes of the free network, V'),
  clamped: z.number(),
});
export type StepFigures = z.infer<typeof stepFiguresSchema>;

/** Before and after, on recordings that the calibration did not see. */
export const calibrationJudgementSchema = z.strictObject({
  parities: z.array(paritySchema),
  plot: scatterSchema,
  /** Predicted with measured changes of the gates; `null` where learning was not calibrated. */
  correlation: z.number().nullable(),
  /** Of boards with digital potentiometers, whose wipers go by single steps; `null` of others. */
  steps: z.strictObject({ before: stepFiguresSchema, after: stepFiguresSchema }).nullable().default(null),
});
export type CalibrationJudgement = z.infer<typeof calibrationJudgementSchema>;

const summary = {
  id: z.string(),
  title: z.string(),
  serial: z.string().describe('Of the board, or ""'),
  date: z.iso.datetime().describe('When it was begun, UTC'),
  isSaved: z.boolean(),
  /** Whether the twin of the bench uses it. */
  isApplied: z.boolean(),
  ageDays: z.number(),
  staleAfterDays: z.number(),
  isStale: z.boolean(),
};

/** A calibration on its way, or a finished one. */
export const calibrationSchema = z.strictObject({
  ...summary,
  folder: z.string(),
  kind: z.enum(['transistor', 'digipot']).describe('Of its edges'),
  /** Whether enough is known for a twin: to compare, save and apply. */
  isFitted: z.boolean(),
  edges: z.int(),
  fitted: z.array(z.string()),
  held: z.array(z.string()),
  /** Description of an edge that is fitted. */
  device: z.string(),
  stages: z.array(calibrationStageSchema),
  devices: z.array(deviceErrorSchema).describe('Empty until the edges were calibrated'),
  judgement: calibrationJudgementSchema.nullable(),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** A recording that a calibration can be made from. */
export const candidateRunSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  task: z.string(),
  machine: z.string(),
  createdAt: z.number(),
  measurements: z.int(),
});

export const calibrationListSchema = z.strictObject({
  folder: z.string(),
  calibrations: z.array(z.strictObject({ ...summary, done: z.int().describe('Stages that are done'), stages: z.int() })),
  runs: z.array(candidateRunSchema),
  /** Why the machine on the bench can't be calibrated; "": it can. */
  boardMissing: z.string(),
  board: z.string().describe('What is on the bench'),
  boardSerial: z.string().describe('Serial number of the board on the bench, or ""'),
  boardPrograms: z.int().describe('Programs that a board like that on the bench is recorded under'),
});
export type CalibrationList = z.infer<typeof calibrationListSchema>;

/** How far the work is. */
export const calibrationNewsSchema = z.strictObject({
  id: z.string().describe('Of the calibration; "" while a board is recorded for one'),
  kind: z.enum(['recording', 'stage', 'judgement', 'ended']),
  stage: z.enum(stageNames).nullable(),
  done: z.number(),
  message: z.string(),
  problem: problemSchema.nullable(),
});
export type CalibrationNews = z.infer<typeof calibrationNewsSchema>;
