import { z } from 'zod';
import { sessionSchema } from './session.ts';

/** A card's picture of an experiment: its network after some training, and how its error went meanwhile. Drawn from a run of its own. */
export const pictureSchema = z.strictObject({
  ...sessionSchema.pick({ nodes: true, edges: true, period: true, roles: true, voltageRange: true }).shape,
  /** S, [edge] */
  conductances: z.array(z.number()),
  /** V, [node], under the datapoint shown last; `null`: floating. */
  voltages: z.array(z.number().nullable()),
  /** The error over the training, V²: the first before the first step, the last after the last; the steps between two are as many. */
  errors: z.array(z.number().nullable()),
  /** How many steps it was trained for. */
  steps: z.int(),
  seed: z.int(),
});
export type Picture = z.infer<typeof pictureSchema>;
