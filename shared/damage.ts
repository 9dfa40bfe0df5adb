import { z } from 'zod';

/** Which intact edge a cut takes: drawn at random, the one whose loss raises the error most, or least. */
export const damageChoices = ['random', 'most', 'least'] as const;
export const damageChoiceSchema = z.enum(damageChoices);
export type DamageChoice = z.infer<typeof damageChoiceSchema>;

/** What the loss of each single edge would do now, with learning frozen. */
export const edgeImportanceSchema = z.strictObject({
  /** The step of the state that it was measured on; the run went on meanwhile. */
  step: z.int(),
  /** Error with no further edge lost, V². */
  error: z.number().nullable(),
  /** Error with this edge cut, V², [edge]; `null` where it is damaged or fixed already, or an output would lose every path. */
  errors: z.array(z.number().nullable()),
});
export type EdgeImportance = z.infer<typeof edgeImportanceSchema>;

/** One edge is cut after every `every` steps, until `left` of them are cut. */
export const damageScheduleSchema = z.strictObject({
  every: z.int().min(1).max(1_000_000_000),
  choice: damageChoiceSchema,
  left: z.int().min(1).max(100_000),
});
export type DamageSchedule = z.infer<typeof damageScheduleSchema>;

/**
 * How the error grows with the number of edges lost, from the state that was on the bench: several random orders of losing
 * them, once with learning frozen and once with learning between two losses.
 */
export const damageCurveSchema = z.strictObject({
  /** The run whose state it began from. */
  run: z.int(),
  step: z.int(),
  /** Error of the undamaged state, V². */
  error: z.number().nullable(),
  /** Error below which the task counts as learned, V², where the experiment says so. */
  goal: z.number().nullable(),
  /** Learning steps after each loss. */
  relearnSteps: z.int(),
  /** How many orders were asked for; those that are done stand in the two tables. */
  draws: z.int(),
  /** V², [draw][edges lost − 1]; `null` once an output has lost every path. */
  frozen: z.array(z.array(z.number().nullable())),
  relearned: z.array(z.array(z.number().nullable())),
  state: z.enum(['running', 'done', 'cancelled']),
  /** 0..1 */
  done: z.number(),
});
export type DamageCurve = z.infer<typeof damageCurveSchema>;
