import { parseDocument } from '../../../shared/documents/parse.ts';
import { resolveSweep } from '../../../src-main/sweeps/base.ts';
import { runCell } from '../../../src-main/sweeps/cell.ts';
import type { CellRunner } from '../../../src-main/sweeps/cellRunner.ts';
import { sweepDocument, type SweepInput } from '../../../src-main/sweeps/document.ts';
import { cellAt, planSweep, type SweepPlan } from '../../../src-main/sweeps/plan.ts';

/** A quick sweep of the voltage divider: twelve cells of a hundred steps. */
export const small = {
  format: 'twinbench.sweep',
  version: 1,
  title: 'Small',
  base: { task: 'divider', changes: { steps: 100 } },
  axes: [
    { name: 'nudge', parameters: ['clamping.nudge'], values: { kind: 'list', values: [0.25, 1] } },
    { name: 'every', parameters: ['measure.every'], values: { kind: 'linear', from: 1, to: 2, count: 2 } },
  ],
  repeats: 3,
  reductions: [{ kind: 'finalError', over: 5 }],
} satisfies SweepInput;

/** The plan of a document, as if it had been read from "sweep.json". */
export async function planOf(document: unknown, others: Readonly<Record<string, unknown>> = {}): Promise<SweepPlan> {
  const parsed = parseDocument(sweepDocument, document, 'sweep.json');
  const readOther = async (path: string) => others[path];
  return planSweep(await resolveSweep(parsed, readOther, 'sweep.json'), 'sweep.json');
}

/** The place and the reason of the refusal of a document. */
export async function refusal(document: unknown): Promise<{ code: string; where: string; why: string }> {
  try {
    await planOf(document);
  } catch (error) {
    const { problem } = error as { problem: { code: string; where: string; why: string } };
    return problem;
  }
  throw new Error('the document was not refused');
}

/** Runs every cell, in the order that is given. */
export async function runAll(plan: SweepPlan, order: readonly number[]): Promise<string[]> {
  const results: string[] = [];
  for (const index of order) results[index] = JSON.stringify(await runCell(plan, cellAt(plan, index), () => undefined));
  return results;
}

/** A runner that does with every cell what it is told, so many side by side. */
export function fakeRunner(lanes: number, run: CellRunner['run']): CellRunner {
  return { lanes, run, stop: async () => undefined };
}
