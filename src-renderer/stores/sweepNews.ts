import type { Sweep, SweepNews } from '../../shared/sweep.ts';

/** A sweep with what has changed since. */
export function withNews(sweep: Sweep, { progress, cells, points, failures }: SweepNews): Sweep {
  const letters = Array.from(sweep.cells);
  for (const [cell, letter] of cells) letters[cell] = letter;
  const fresh = new Map(points.map((point) => [point.point, point]));
  const kept = sweep.points.filter(({ point }) => !fresh.has(point));
  const done = new Set(cells.filter(([, letter]) => letter === 'd').map(([cell]) => cell));
  const failed = new Set(failures.map(({ cell }) => cell));
  return {
    ...sweep,
    progress,
    cells: letters.join(''),
    points: [...kept, ...points].sort((a, b) => a.point - b.point),
    // One that failed before and is done now has no reason any more.
    failures: [...sweep.failures.filter(({ cell }) => !done.has(cell) && !failed.has(cell)), ...failures],
  };
}
