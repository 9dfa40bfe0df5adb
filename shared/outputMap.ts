import { z } from 'zod';

const value = z.number().nullable();
const point = z.tuple([z.number(), z.number()]);

/** An input that the map varies: its column, and the values at which it is tried, V, ascending. */
const variableSchema = z.strictObject({ column: z.int(), name: z.string(), values: z.array(z.number()) });

/**
 * The output over its variable inputs: over two of them a square map, over one a curve. Inputs that follow a variable (inverted
 * ones) follow it here too; all others stay at their value of the training set.
 */
export const outputMapSchema = z.strictObject({
  step: z.int(),
  variables: z.array(variableSchema).min(1).max(2),
  /** V; [row × column] with the first variable along the columns and the second along the rows, or [value]. `null`: floating. */
  outputs: z.array(value),
  /** Between the labels of two classes, else zero, V: the output above it is one answer, below it the other. */
  level: z.number(),
  /** The line on which the output is at that level, in volts of the two variables; empty for one variable. */
  contour: z.array(z.tuple([point, point])),
});
export type OutputMap = z.infer<typeof outputMapSchema>;
