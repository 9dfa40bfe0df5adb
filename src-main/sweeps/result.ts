import { z } from 'zod';
import { problemSchema, type Problem } from '../../shared/problem.ts';
import type { Cell, SweepPlan } from './plan.ts';

const RESULT_FORMAT = 'twinbench.sweepCell';

const values = z.record(z.string(), z.number().nullable());

/** What became of a cell. It holds nothing that depends on who ran it, or when: the same cell has the same bytes everywhere. */
export const cellResultSchema = z.discriminatedUnion('status', [
  z.strictObject({
    format: z.literal(RESULT_FORMAT),
    version: z.literal(1),
    sweep: z.string(),
    cell: z.int(),
    seed: z.int(),
    status: z.literal('done'),
    values,
  }),
  z.strictObject({
    format: z.literal(RESULT_FORMAT),
    version: z.literal(1),
    sweep: z.string(),
    cell: z.int(),
    seed: z.int(),
    status: z.literal('failed'),
    problem: problemSchema,
  }),
]);

export type CellResult = z.infer<typeof cellResultSchema>;

export function doneResult(plan: SweepPlan, { index, seed }: Cell, numbers: Readonly<Record<string, number | null>>): CellResult {
  // JSON has no NaN; what is undetermined has no number.
  const finite = Object.fromEntries(plan.quantities.map(({ name }) => [name, Number.isFinite(numbers[name]) ? numbers[name] : null]));
  return { format: RESULT_FORMAT, version: 1, sweep: plan.id, cell: index, seed, status: 'done', values: finite };
}

export function failedResult(plan: SweepPlan, { index, seed }: Cell, problem: Problem): CellResult {
  return { format: RESULT_FORMAT, version: 1, sweep: plan.id, cell: index, seed, status: 'failed', problem };
}
