import type { Session } from '../../../shared/session.ts';
import type { PlotData, PlotSpec } from '../../plots/plot.ts';
import { runSpec, seriesOf } from '../../plots/seriesSpec.ts';
import { formatTick } from '../../plots/scales.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import type { Theme } from '../../view/colours.ts';
import { formatResistance, formatState, stateName } from '../../view/quantities.ts';

/** As many curves as there are colours that can be told apart. */
const mostCurves = 5;

/** What of an edge is drawn. */
export type EdgeQuantity = 'state' | 'resistance';

/** The pinned edges, and the selected one where there is room; the first edge where there is neither. */
export function shownEdges(pinned: readonly number[], selected: number, count: number): number[] {
  const known = pinned.filter((edge) => edge < count);
  if (selected >= 0 && selected < count && !known.includes(selected)) return [...known, selected].slice(0, mostCurves);
  return known.length > 0 ? known : [0];
}

/** The state of some edges between their rails, over the run. */
export function edgeStatesSpec(session: Session, edges: readonly number[], abscissa: Abscissa, theme: Theme): PlotSpec {
  const [low, high] = session.stateRange;
  const room = 0.06 * (high - low);
  const railColour = theme === 'dark' ? '#8d96a3' : '#6c7480';
  const ids = edges.map((edge) => session.edges[edge].id);
  return runSpec(
    {
      title: `${stateName(session.edgeKind)} of edge ${ids.join(', ')} over the run`,
      isLogarithmic: false,
      yRange: [low - room, high + room],
      series: seriesOf(ids, theme),
      levels: [low, high].map((value) => ({ value, colour: railColour })),
      formatY: (value) => formatState(value, session),
    },
    abscissa,
  );
}

/** The resistance of some edges over the run; a cut has none. */
export function edgeResistancesSpec(session: Session, edges: readonly number[], abscissa: Abscissa, theme: Theme): PlotSpec {
  const ids = edges.map((edge) => session.edges[edge].id);
  return runSpec(
    {
      title: `Resistance of edge ${ids.join(', ')} over the run`,
      isLogarithmic: true,
      series: seriesOf(ids, theme),
      formatY: (value) => formatResistance(1 / value),
      formatTick: (value) => formatTick(value),
    },
    abscissa,
  );
}

/** Resistances, Ω, from conductances, S; `null` where nothing flows. */
export function resistances(conductances: PlotData[number]): (number | null)[] {
  return conductances.map((conductance) => (conductance !== null && conductance > 0 ? 1 / conductance : null));
}
