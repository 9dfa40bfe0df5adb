import { z } from 'zod';
import { problemSchema } from './problem.ts';

/** A file that a job has made. */
export const jobFileSchema = z.strictObject({
  name: z.string(),
  bytes: z.int(),
  path: z.string().describe('Where it is; "" where it is only to be had by its address'),
  address: z.string().describe('Where the page fetches it, relative to its own; "" where it was saved already'),
});
export type JobFile = z.infer<typeof jobFileSchema>;

/** Something that takes its time: it tells how far it is, and can be cancelled. */
export const jobSchema = z.strictObject({
  id: z.int(),
  kind: z.enum(['open', 'export', 'import']),
  title: z.string(),
  /** 0..1 */
  done: z.number(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  problem: problemSchema.nullable(),
  /** What an export made. */
  files: z.array(jobFileSchema),
  /** Identity of the run that an import made, or ""; a dataset is opened on the bench instead. */
  run: z.string(),
});
export type Job = z.infer<typeof jobSchema>;
