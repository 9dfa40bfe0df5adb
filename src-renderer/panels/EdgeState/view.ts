import type { Session } from '../../../shared/session.ts';
import type { PlotSpec } from '../../plots/plot.ts';
import { formatTick } from '../../plots/scales.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import { seriesColours, type Theme } from '../../view/colours.ts';
import { formatState, stateName } from '../../view/quantities.ts';

/** The state of one edge between its rails, over the run. */
export function edgeStateSpec(session: Session, edge: number, abscissa: Abscissa, theme: Theme, railColour: string): PlotSpec {
  const [low, high] = session.stateRange;
  const room = 0.06 * (high - low);
  return {
    title: `${stateName(session.edgeKind)} of edge ${session.edges[edge].id} over the run`,
    xLabel: abscissa.label,
    xUnit: abscissa.unit,
    isLogarithmic: false,
    yRange: [low - room, high + room],
    series: [{ label: session.edges[edge].id, colour: seriesColours[theme][0] }],
    levels: [
      { value: low, colour: railColour },
      { value: high, colour: railColour },
    ],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatY: (value) => formatState(value, session),
    formatTick,
  };
}
