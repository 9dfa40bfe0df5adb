import { z } from 'zod';
import { problemSchema } from './problem.ts';
import { units } from './units.ts';

/** A sweep as the screens see it: one experiment over a grid of parameters. Times are s. */

export const sweepAxisSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  unit: z.enum(units),
  isLogarithmic: z.boolean(),
  /** As they are shown: numbers in the unit, or words. */
  values: z.array(z.union([z.number(), z.string()])),
});

export const sweepQuantitySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  unit: z.enum(units),
  isLogarithmic: z.boolean(),
});

export const sweepPlanSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  source: z.string(),
  /** The last one varies fastest from point to point. */
  axes: z.array(sweepAxisSchema),
  quantities: z.array(sweepQuantitySchema),
  repeats: z.int(),
  pointCount: z.int(),
  /** A cell is point × repeats + repeat. */
  cellCount: z.int(),
  recordings: z.enum(['none', 'first', 'all']),
});

/** `stopped`: cells are missing and nothing runs, whatever ended it. */
export const sweepStateSchema = z.enum(['running', 'paused', 'stopped', 'finished']);

export const sweepProgressSchema = z.strictObject({
  state: sweepStateSchema,
  done: z.int(),
  failed: z.int(),
  running: z.array(z.strictObject({ cell: z.int(), fraction: z.number() })),
  /** Wall time in which cells ran since it was started here. */
  elapsed: z.number(),
  remaining: z.number().nullable(),
});

/** The repeats of one point so far. */
export const sweepPointSchema = z.strictObject({
  point: z.int(),
  /** For each quantity: how many repeats have it, and first quartile, median, third quartile. */
  spreads: z.array(z.strictObject({ count: z.int(), quartiles: z.tuple([z.number(), z.number(), z.number()]).nullable() })),
});

export const sweepFailureSchema = z.strictObject({ cell: z.int(), seed: z.int(), problem: problemSchema });

const news = {
  id: z.string(),
  progress: sweepProgressSchema,
  points: z.array(sweepPointSchema),
  failures: z.array(sweepFailureSchema),
};

/** A whole sweep. */
export const sweepSchema = z.strictObject({
  ...news,
  plan: sweepPlanSchema,
  folder: z.string(),
  /** One character per cell: "." nothing yet, "d" done, "f" failed. */
  cells: z.string(),
});

/** What has changed since the last such message. */
export const sweepNewsSchema = z.strictObject({ ...news, cells: z.array(z.tuple([z.int(), z.enum(['d', 'f'])])) });

export const sweepListSchema = z.strictObject({
  /** The folder that they lie in. */
  folder: z.string(),
  sweeps: z.array(
    z.strictObject({ id: z.string(), title: z.string(), state: sweepStateSchema, done: z.int(), failed: z.int(), cellCount: z.int() }),
  ),
  templates: z.array(z.strictObject({ name: z.string(), title: z.string(), source: z.string() })),
  workers: z.strictObject({ most: z.int(), usual: z.int() }),
});

/** A sweep before it is started. */
export const sweepOfferSchema = z.strictObject({
  plan: sweepPlanSchema,
  /** Processor time of all cells, and bytes on disk. */
  estimate: z.strictObject({ seconds: z.number(), bytes: z.number() }),
  /** Cells that are done already. */
  done: z.int(),
});

export type SweepAxis = z.infer<typeof sweepAxisSchema>;
export type SweepQuantity = z.infer<typeof sweepQuantitySchema>;
export type SweepPlan = z.infer<typeof sweepPlanSchema>;
export type SweepProgress = z.infer<typeof sweepProgressSchema>;
export type SweepPoint = z.infer<typeof sweepPointSchema>;
export type Sweep = z.infer<typeof sweepSchema>;
export type SweepNews = z.infer<typeof sweepNewsSchema>;
export type SweepList = z.infer<typeof sweepListSchema>;
export type SweepOffer = z.infer<typeof sweepOfferSchema>;
