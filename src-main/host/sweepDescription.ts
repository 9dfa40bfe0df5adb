import { ProblemError } from '../../shared/problem.ts';
import type { Sweep, SweepPlan as Described, SweepPoint } from '../../shared/sweep.ts';
import type { SweepFolder } from '../sweeps/folder.ts';
import type { SweepPlan } from '../sweeps/plan.ts';
import type { CellResult } from '../sweeps/result.ts';
import { summarise, type PointSummary } from '../sweeps/summary.ts';
import { shown } from '../sweeps/table.ts';

/** Failures that a screen is told of; the table has them all. */
const MOST_FAILURES = 200;

export function describePlan(plan: SweepPlan): Described {
  const { title, description, source, recordings } = plan.document;
  return {
    id: plan.id,
    title,
    description,
    source,
    axes: plan.axes.map((axis) => ({
      name: axis.name,
      title: axis.title || axis.name,
      unit: axis.unit,
      isLogarithmic: axis.isLogarithmic,
      values: axis.values.map((value) => shown(axis, value)),
    })),
    quantities: plan.quantities.map(({ name, title: words, unit, isLogarithmic }) => ({ name, title: words, unit, isLogarithmic })),
    repeats: plan.repeats,
    pointCount: plan.pointCount,
    cellCount: plan.cellCount,
    recordings,
  };
}

export function describeSweep({ plan, path }: SweepFolder, results: readonly CellResult[], progress: Sweep['progress']): Sweep {
  const cells = new Array<string>(plan.cellCount).fill('.');
  for (const { cell, status } of results) cells[cell] = letterOf(status);
  return {
    id: plan.id,
    plan: describePlan(plan),
    folder: path,
    progress,
    cells: cells.join(''),
    points: summarise(plan, results).map(describePoint),
    failures: describeFailures(results),
  };
}

export function describePoint({ point, spreads }: PointSummary): SweepPoint {
  return { point, spreads: spreads.map(({ count, quartiles }) => ({ count, quartiles: quartiles === null ? null : [...quartiles] })) };
}

export function describeFailures(results: readonly CellResult[]): Sweep['failures'] {
  return results
    .filter((result) => result.status === 'failed')
    .slice(0, MOST_FAILURES)
    .map(({ cell, seed, problem }) => ({ cell, seed, problem }));
}

export function letterOf(status: CellResult['status']): 'd' | 'f' {
  return status === 'done' ? 'd' : 'f';
}

export function sweepProblem(what: string, where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-SWEEP-FOLDER', what, where, why, remedy });
}
