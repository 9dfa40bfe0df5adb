import type { Session } from '../../../shared/session.ts';
import { runSpec, seriesOf } from '../../plots/seriesSpec.ts';
import type { PlotSpec } from '../../plots/plot.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import type { Theme } from '../../view/colours.ts';
import { formatState, stateSymbol } from '../../view/quantities.ts';

/** The two edges of a phase plane: those that learn. */
export function planeEdges({ edges }: Pick<Session, 'edges'>): [number, number] {
  const learning = edges.flatMap(({ isAdaptive }, edge) => (isAdaptive ? [edge] : []));
  return [learning[0] ?? 0, learning[1] ?? 0];
}

/** The states of two edges over the run, for the table behind the plane. */
export function planeSpec(session: Session, edges: readonly number[], abscissa: Abscissa, theme: Theme): PlotSpec {
  const symbol = stateSymbol(session.edgeKind);
  const names = edges.map((edge) => `${symbol} of ${session.edges[edge].id}`);
  return runSpec(
    {
      title: `Path in the plane of ${names.join(' and ')}`,
      isLogarithmic: false,
      series: seriesOf(names, theme),
      formatY: (value) => formatState(value, session),
    },
    abscissa,
  );
}

/** The row of the path after a key, or `null` for a key that does not move the cursor. */
export function moveOnPath(rows: number, at: number, key: string): number | null {
  const page = Math.max(Math.round(rows / 20), 1);
  const ways: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -page, PageUp: page, Home: -rows, End: rows };
  const way = ways[key];
  return way === undefined || rows === 0 ? null : Math.min(Math.max(at + way, 0), rows - 1);
}
