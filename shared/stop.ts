import { z } from 'zod';
import { units } from './units.ts';

/** A condition on which a run stops: its kind and its numbers, as a document says them. The engine knows which there are, and checks them. */
export const stopConditionSchema = z.record(z.string().max(40), z.union([z.string().max(40), z.number()]));
export type StopCondition = z.infer<typeof stopConditionSchema>;

/** Where a run stands because a condition held there. */
export const stoppedSchema = z.strictObject({
  step: z.int(),
  time: z.number().describe('Learning time, s'),
  error: z.number().nullable().describe('V²'),
  /** What held: "error below 1×10⁻⁵ V²". */
  words: z.string(),
  /** Whether the goal of the experiment was reached there; `null` where it has none. */
  isLearned: z.boolean().nullable(),
});
export type Stopped = z.infer<typeof stoppedSchema>;

/** A kind of condition, with its numbers for a form. */
export const stopKindSchema = z.strictObject({
  kind: z.string(),
  title: z.string(),
  doc: z.string(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      unit: z.enum(units),
      default: z.number(),
      minimum: z.number(),
      maximum: z.number(),
      isWhole: z.boolean(),
      /** Whether the minimum itself is too little. */
      isAbove: z.boolean(),
    }),
  ),
});
export type StopKind = z.infer<typeof stopKindSchema>;
