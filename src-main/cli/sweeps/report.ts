import type { SweepFolder } from '../../sweeps/folder.ts';
import type { SweepPlan } from '../../sweeps/plan.ts';
import { cellAt } from '../../sweeps/plan.ts';
import type { CellResult } from '../../sweeps/result.ts';
import { summarise, type Spread } from '../../sweeps/summary.ts';
import { shown } from '../../sweeps/table.ts';
import { count, quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

/** Points that are printed one below the other; the table on disk has them all. */
const MOST_ROWS = 60;
const MOST_FAILURES = 5;

/** A sweep as one JSON object: the same bytes for the same results, whoever ran them. */
export function sweepJson({ plan, path }: SweepFolder, results: readonly CellResult[], files: readonly string[]): object {
  const failed = results.filter((result) => result.status === 'failed');
  return {
    id: plan.id,
    folder: path,
    files,
    cells: plan.cellCount,
    done: results.length - failed.length,
    failed: failed.length,
    missing: plan.cellCount - results.length,
    axes: plan.axes.map(({ name, unit, values }) => ({ name, unit, count: values.length })),
    repeats: plan.repeats,
    points: summarise(plan, results).map(({ point, done, failed: failures, spreads }) => ({
      ...Object.fromEntries(plan.axes.map((axis, index) => [axis.name, shown(axis, cellAt(plan, point * plan.repeats).values[index])])),
      done,
      failed: failures,
      quantities: Object.fromEntries(plan.quantities.map(({ name }, index) => [name, spreads[index]])),
    })),
    failures: failed.map(({ cell, seed, problem }) => ({ cell, seed, problem })),
  };
}

/** The medians with their quartiles, point by point, and what failed. */
export function sweepText({ plan }: SweepFolder, results: readonly CellResult[]): string {
  const points = summarise(plan, results);
  const columns = [
    ...plan.axes.map(({ name }) => ({ title: name, align: 'right' }) as const),
    ...(plan.repeats > 1 ? [{ title: 'cells', align: 'right' } as const] : []),
    ...plan.quantities.map(({ name }) => ({ title: name })),
  ];
  const rows = points
    .slice(0, MOST_ROWS)
    .map(({ point, done, spreads }) => [
      ...valuesText(plan, point),
      ...(plan.repeats > 1 ? [String(done)] : []),
      ...plan.quantities.map(({ unit }, index) => spreadText(spreads[index], unit)),
    ]);
  const parts = [textTable(columns, rows)];
  if (points.length > MOST_ROWS) parts.push(`and ${count(points.length - MOST_ROWS)} points more in the table`);
  const failures = results.filter((result) => result.status === 'failed');
  if (failures.length > 0) parts.push(failureText(failures));
  return parts.join('\n');
}

function valuesText(plan: SweepPlan, point: number): string[] {
  const { values } = cellAt(plan, point * plan.repeats);
  return plan.axes.map((axis, index) => {
    const value = shown(axis, values[index]);
    return typeof value === 'number' ? quantity(value, axis.unit, 4) : value;
  });
}

function spreadText({ quartiles, count: cells }: Spread, unit: Parameters<typeof quantity>[1]): string {
  if (quartiles === null) return '–';
  const [low, middle, high] = quartiles;
  return cells === 1 ? quantity(middle, unit, 3) : `${quantity(middle, unit, 3)} [${quantity(low, unit, 3)}, ${quantity(high, unit, 3)}]`;
}

function failureText(failures: readonly Extract<CellResult, { status: 'failed' }>[]): string {
  const byReason = new Map<string, number[]>();
  for (const { cell, problem } of failures) {
    const reason = `${problem.what}: ${problem.why}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), cell]);
  }
  const lines = [...byReason].slice(0, MOST_FAILURES).map(([reason, cells]) => {
    const some = cells.slice(0, 6).join(', ');
    return `  ${count(cells.length)} × ${reason} (cell ${some}${cells.length > 6 ? ' …' : ''})`;
  });
  return [`Failed: ${count(failures.length)} of the cells`, ...lines].join('\n');
}
