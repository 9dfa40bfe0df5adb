import { z } from 'zod';

export const faultSchema = z.strictObject({
  edge: z.string().nullable().describe('null: nothing is wrong'),
  kind: z.enum(['healthy', 'cut', 'short', 'stuck', 'drift']),
  value: z
    .number()
    .nullable()
    .describe(
      'Gate at which it is stuck, or how far its threshold has drifted, V; of a digipot its position, or the ln of the factor of its resistance',
    ),
  probability: z.number(),
});
export type Fault = z.infer<typeof faultSchema>;

export const twinAlarmSchema = z.strictObject({
  step: z.int().describe('At which it was raised'),
  time: z.number().describe('Learning time, s'),
  /** Since when the board has no longer agreed, as far as can be told. */
  sinceStep: z.int(),
});

/** Whether the likeliest fault stands alone: it does, or its edge does and what is wrong with it does not, or neither does. */
export const certaintySchema = z.enum(['fault', 'edge', 'none']);

/** What may be wrong, and how far that can be told. */
export const diagnosisSchema = z.strictObject({
  faults: z.array(faultSchema).min(1).describe('The likeliest first'),
  certainty: certaintySchema,
  edges: z.enum(['transistor', 'digipot']).describe('What the board has'),
  samples: z.int().describe('How many measurements it was made from'),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/** What the twin of the bench thinks of the board. */
export const twinStatusSchema = z.strictObject({
  /** `off`: no calibration is applied; `unfit`: it is of another board; `learning`: it learns what healthy looks like. */
  state: z.enum(['off', 'unfit', 'learning', 'watching', 'alarm']),
  calibration: z.string().describe('Its title, or ""'),
  why: z.string().describe('Why it does not watch, or ""'),
  /** Measurements seen while it learns, of how many. */
  seen: z.int(),
  wanted: z.int(),
  /** Sum of the sequential test over its threshold. */
  level: z.number(),
  /** What the twin misses of the last measurement, root mean square over nodes, V. */
  missed: z.number().nullable(),
  /** Measurements between two false alarms, on average. */
  between: z.number(),
  alarm: twinAlarmSchema.nullable(),
  isDiagnosing: z.boolean(),
  diagnosis: diagnosisSchema.nullable().describe('null: no alarm was looked into'),
  /** Whether the twin learns too, so that it can tell what comes. */
  canForecast: z.boolean(),
  isStale: z.boolean(),
  otherBoard: z.string().describe('Serial number of the board on the bench where it is not the one that was calibrated, or ""'),
});
export type TwinStatus = z.infer<typeof twinStatusSchema>;

export const forecastSchema = z.strictObject({
  /** Learning time at which it begins, s. */
  step: z.int(),
  time: z.number(),
  cut: z.string().describe('Edge that is cut in it, or ""'),
  /** Learning time and step of the run, and mean squared error with what it may be by what is not known of the board’s learning, V². */
  points: z.array(z.strictObject({ step: z.number(), time: z.number(), error: z.number(), lowest: z.number(), highest: z.number() })),
  before: z.number(),
  peak: z.number(),
  recovery: z.number().nullable().describe('s; null: not within the forecast'),
  seconds: z.number(),
});
export type Forecast = z.infer<typeof forecastSchema>;
