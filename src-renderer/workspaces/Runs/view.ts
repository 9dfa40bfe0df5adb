import type { RunEntry } from '../../../shared/runs.ts';
import { formatQuantity } from '../../../shared/units.ts';
import { formatBytes, formatCount, formatDate, formatDuration } from '../../view/quantities.ts';

/** Height of a row, px: all are alike, so that only those in sight are drawn. */
export const ROW_HEIGHT = 34;
/** Rows drawn above and below those in sight. */
const MARGIN = 6;

/** The rows that are drawn, of so many, at a place of the scroll bar. @example visibleRows(5000, 3400, 600) // => [94, 124] */
export function visibleRows(count: number, scrollTop: number, height: number): [number, number] {
  // Where fewer rows are left than were scrolled past, the browser goes back by itself, and tells only later.
  const top = Math.min(scrollTop, Math.max(0, count * ROW_HEIGHT - height));
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN);
  const last = Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + MARGIN);
  return [first, last];
}

/** Where an arrow or paging key leads from a row; `null`: the key has another meaning. */
export function rowAfter(key: string, row: number, count: number, height: number): number | null {
  const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
  const ways: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -count, End: count };
  const way = ways[key];
  return way === undefined || count === 0 ? null : Math.min(Math.max(row + way, 0), count - 1);
}

/** What a run is called: by a person, or else after its experiment. */
export function titleOf({ name, task }: Pick<RunEntry, 'name' | 'task'>): string {
  return name === '' ? task : name;
}

/** How a recording ended, where it did not end as it should. */
export function endWord(end: RunEntry['end']): string {
  return end === null ? 'cut off' : { complete: '', interrupted: 'stopped', failed: 'failed' }[end];
}

/** Everything about a run that is not in its title, line by line. */
export function factsOf(run: RunEntry): { name: string; value: string }[] {
  const accuracy = run.lastAccuracy === null ? '' : `, ${(100 * run.lastAccuracy).toFixed(1)}\u00a0% right`;
  const end = endWord(run.end);
  return [
    { name: 'Task', value: run.task },
    { name: 'Machine', value: run.machine },
    {
      name: 'Recorded',
      value: `${formatDate(run.createdAt)}, ${formatDuration(run.endedAt - run.createdAt)}${end === '' ? '' : `, ${end}`}`,
    },
    { name: 'Steps', value: `${formatCount(Math.max(run.lastStep, 0))}, ${formatCount(run.measurements)} measurements` },
    { name: 'Error', value: `${formatQuantity(run.lastError, 'V²', 3)}${accuracy}` },
    { name: 'File', value: `${run.path} (${formatBytes(run.bytes)})` },
  ];
}
