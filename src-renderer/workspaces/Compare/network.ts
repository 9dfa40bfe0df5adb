import type { ComparedMoment, ComparedQuantity, ComparisonView } from '../../../shared/compare.ts';
import type { ShownNetwork } from '../../stores/view.svelte.ts';
import type { EdgeShape } from '../../panels/Schematic/geometry.ts';
import { edgeWidth, type EdgeView } from '../../panels/Schematic/view.ts';
import { magnitudeColour, type Theme } from '../../view/colours.ts';
import { fitWidths } from '../../view/rates.ts';
import { multipleText, signalsBy, verdictColour } from './view.ts';

/** Which of the two voltages nodes show. */
export function shownNetwork(quantity: ComparedQuantity): ShownNetwork {
  return quantity === 'clamped' ? 'clamped' : 'free';
}

/** What both sides span now: the scale of the colours of states. */
export function stateSpan({ momentA, momentB, network }: ComparisonView): [number, number] {
  const states = [...(momentA?.states ?? []), ...(momentB?.states ?? [])].filter((state) => state !== null);
  if (states.length === 0) return [...network.stateRange];
  const [low, high] = [Math.min(...states), Math.max(...states)];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** Conductances of both sides at the ends of the scale of widths, S. */
function widthSpan({ momentA, momentB, network }: ComparisonView): readonly [number, number] {
  const all = [...(momentA?.conductances ?? []), ...(momentB?.conductances ?? [])];
  return fitWidths(
    all.filter((conductance) => conductance !== null),
    network.conductanceRange,
  );
}

/** Edges of one side: width is K, colour is the state. */
export function sideEdges(view: ComparisonView, moment: ComparedMoment | null, scale: number): EdgeView[] {
  const { network } = view;
  const [low, high] = stateSpan(view);
  const widths = widthSpan(view);
  return network.edges.map(({ isAdaptive }, edge) => {
    const damage = moment?.damage[edge] ?? null;
    const conductance = moment?.conductances[edge] ?? 0;
    const state = moment?.states[edge] ?? null;
    return {
      appearance: damage === 'cut' || damage === 'short' ? damage : isAdaptive ? (conductance > 0 ? 'normal' : 'faint') : 'fixed',
      width: scale * edgeWidth(conductance, widths),
      colour: state === null ? 'var(--edge-fixed)' : magnitudeColour((state - low) / (high - low)),
      isCased: true,
      trend: 'steady',
      isStuck: damage === 'stuck',
      rail: null,
    };
  });
}

/** Edges of the difference: width is K of B, colour the multiple of the tolerance. */
export function differenceEdges(view: ComparisonView, quantity: ComparedQuantity, theme: Theme, scale: number): EdgeView[] {
  const signals = signalsBy(view, quantity, 'edge');
  return sideEdges(view, view.momentB ?? view.momentA, scale).map((edge, index) => ({
    ...edge,
    isCased: false,
    colour: verdictColour(signals.get(index)?.ratio ?? null, theme),
  }));
}

/** What is printed on the edges that are outside: "−3.4×". */
export function edgeMultiples(view: ComparisonView, quantity: ComparedQuantity): Map<number, string> {
  const outside = [...signalsBy(view, quantity, 'edge')].filter(([, { ratio }]) => Math.abs(ratio ?? 0) > 1);
  return new Map(outside.map(([edge, { ratio }]) => [edge, multipleText(ratio)]));
}

/** The spoken name of an edge. */
export function spokenDifference(view: ComparisonView, edge: number, quantity: ComparedQuantity): string {
  const { id, from, to } = view.network.edges[edge];
  const { nodes } = view.network;
  const signal = signalsBy(view, quantity === 'drive' ? 'drive' : 'state', 'edge').get(edge);
  const name = `Edge ${id}, nodes ${nodes[from].id}–${nodes[to].id}`;
  if (signal === undefined) return name;
  if (signal.verdict === 'not aligned') return `${name}, not aligned: ${signal.reason}`;
  return `${name}, ${signal.name} ${signal.verdict}, now ${multipleText(signal.ratio)} of the tolerance`;
}

/** Two strands of an edge, as paths beside its middle line: that of A and that of B. @param gap px from strand to strand */
export function strands(shape: EdgeShape, gap: number): [string, string] {
  const side = (sign: number): string =>
    shape.curves
      .map(({ start, control, end }) => {
        const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
        const [dx, dy] = [(-(end.y - start.y) / length) * sign * (gap / 2), ((end.x - start.x) / length) * sign * (gap / 2)];
        return `M${start.x + dx} ${start.y + dy}Q${control.x + dx} ${control.y + dy} ${end.x + dx} ${end.y + dy}`;
      })
      .join('');
  return [side(-1), side(1)];
}
