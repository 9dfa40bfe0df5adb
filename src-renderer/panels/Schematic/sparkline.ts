import type { Session } from '../../../shared/session.ts';
import { formatCount } from '../../../shared/units.ts';
import { abscissaOf } from '../../view/abscissa.ts';

/** How much of the run it shows, in the abscissa of the plots: seconds of learning time, or steps. */
const spans = { s: 10, '': 1000 } as const;

/** A series that the plots have as well: a column of the abscissa and one per edge. */
export interface Series {
  readonly length: number;
  readonly columns: number;
  at(row: number, column: number): number;
}

/** The newest piece of the history of an edge. */
export interface Sparkline {
  readonly points: readonly (readonly [at: number, value: number])[];
  readonly least: number;
  readonly greatest: number;
  readonly last: number;
  /** Abscissae of both its ends. */
  readonly begin: number;
  readonly end: number;
}

/** "last 10 s of learning time"; a run of wipers or resistors is counted in steps, as in the plots. */
export function spanText(session: Pick<Session, 'edgeKind'>): string {
  const { unit } = abscissaOf(session);
  return unit === 's' ? `last ${spans.s} s of learning time` : `last ${formatCount(spans[''])} steps`;
}

/**
 * What is kept of an edge up to now.
 *
 * @param now      abscissa of the frame that is shown
 * @returns        `null` where less than two values are kept
 * @cost           O(values shown)
 */
export function sparklineOf(series: Series, edge: number, now: number, session: Pick<Session, 'edgeKind'>): Sparkline | null {
  if (edge + 1 >= series.columns) return null;
  const begin = now - (abscissaOf(session).unit === 's' ? spans.s : spans['']);
  const points: [number, number][] = [];
  for (let row = series.length - 1; row >= 0; row--) {
    const at = series.at(row, 0);
    if (at < begin) break;
    const value = series.at(row, edge + 1);
    if (at <= now && Number.isFinite(value)) points.push([at, value]);
  }
  if (points.length < 2) return null;
  points.reverse();
  const values = points.map(([, value]) => value);
  return {
    points,
    least: Math.min(...values),
    greatest: Math.max(...values),
    last: values[values.length - 1],
    begin: Math.max(begin, points[0][0]),
    end: now,
  };
}
