import type { ComparedMoment, ComparedNetwork, ComparedQuantity, ComparedSignal, ComparisonView } from '../../../shared/compare.ts';
import type { ShownNetwork } from '../../stores/view.svelte.ts';
import type { Strand } from '../../panels/Schematic/drawEdges.ts';
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
  return spanOf([...(momentA?.states ?? []), ...(momentB?.states ?? [])], network);
}

function spanOf(all: readonly (number | null)[], network: ComparedNetwork): [number, number] {
  const states = all.filter((state) => state !== null);
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

/** What is drawn of one side: its own network, which for A and for both is that of A. */
export function drawnSide(view: ComparisonView, side: 'both' | 'a' | 'b'): { network: ComparedNetwork; moment: ComparedMoment | null } {
  const { network, momentA, momentB, other } = view;
  if (side === 'a') return { network, moment: momentA };
  if (side === 'b') return other ?? { network, moment: momentB };
  if (momentA === null || momentB === null) return { network, moment: momentB ?? momentA };
  // Where B has no such node, that of A is drawn.
  const either = (b: readonly (number | null)[], a: readonly (number | null)[]): (number | null)[] =>
    b.map((value, node) => value ?? a[node] ?? null);
  const freeVoltages = either(momentB.freeVoltages, momentA.freeVoltages);
  const clampedVoltages = either(momentB.clampedVoltages, momentA.clampedVoltages);
  return { network, moment: { ...momentB, freeVoltages, clampedVoltages } };
}

/** Whether a side has an edge of this name between these nodes. */
export function hasEdge(moment: ComparedMoment | null, edge: number): boolean {
  return (moment?.conductances[edge] ?? null) !== null;
}

/** Edges of one side: width is K, colour is the state. */
export function sideEdges(view: ComparisonView, network: ComparedNetwork, moment: ComparedMoment | null, scale: number): EdgeView[] {
  // Wipers and gates share no scale.
  const isAlike = network.edgeKind === view.network.edgeKind;
  const [low, high] = isAlike ? stateSpan(view) : spanOf(moment?.states ?? [], network);
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

/** Edges of the difference: width is K of B, colour the multiple of the tolerance; what is damaged on either side is shown so. */
export function differenceEdges(view: ComparisonView, quantity: ComparedQuantity, theme: Theme, scale: number): EdgeView[] {
  const signals = signalsBy(view, quantity, 'edge');
  const first = sideEdges(view, view.network, view.momentA, scale);
  return sideEdges(view, view.network, view.momentB ?? view.momentA, scale).map((edge, index) => ({
    ...edge,
    appearance: edge.appearance === 'normal' && first[index].appearance !== 'normal' ? first[index].appearance : edge.appearance,
    isStuck: edge.isStuck || first[index].isStuck,
    isCased: false,
    colour: verdictColour(signals.get(index)?.ratio ?? null, theme),
  }));
}

/** More edges that are not aligned are not told one by one. */
const MOST_REASONS = 8;
/** Reasons longer than this have no room on an edge: the table has them. */
const LONGEST_REASON = 16;

/** What is printed on edges: "−3.4×" where they are outside, and why where they are not aligned. */
export function edgeRemarks(view: ComparisonView, quantity: ComparedQuantity): Map<number, string> {
  const textOf = ({ verdict, reason, ratio }: ComparedSignal): string => {
    if (verdict === 'not aligned') return reason.length <= LONGEST_REASON ? `⊘ ${reason}` : '⊘';
    return Math.abs(ratio ?? 0) > 1 ? multipleText(ratio) : '';
  };
  const signals = [...signalsBy(view, quantity, 'edge')];
  // Where nothing is aligned, the strip above says why.
  const isFew = signals.filter(([, { verdict }]) => verdict === 'not aligned').length <= MOST_REASONS;
  const all = signals
    .filter(([, { verdict }]) => isFew || verdict !== 'not aligned')
    .map(([edge, signal]) => [edge, textOf(signal)] as const);
  return new Map(all.filter(([, text]) => text !== ''));
}

/** The edge of A that has the name of an edge of another network; −1 for none. */
export function edgeOfA({ network }: ComparisonView, drawn: ComparedNetwork, edge: number): number {
  if (drawn === network || edge < 0) return edge;
  return network.edges.findIndex(({ id }) => id === drawn.edges[edge].id);
}

/** The spoken name of an edge. */
export function spokenDifference(view: ComparisonView, network: ComparedNetwork, edge: number, quantity: ComparedQuantity): string {
  const { id, from, to } = network.edges[edge];
  const { nodes } = network;
  const signal = signalsBy(view, quantity === 'drive' ? 'drive' : 'state', 'edge').get(edgeOfA(view, network, edge));
  const name = `Edge ${id}, nodes ${nodes[from].id}–${nodes[to].id}`;
  if (signal === undefined) return network === view.network ? name : `${name}, only in B`;
  if (signal.verdict === 'not aligned') return `${name}, not aligned: ${signal.reason}`;
  return `${name}, ${signal.name} ${signal.verdict}, now ${multipleText(signal.ratio)} of the tolerance`;
}

/** Both sides of every edge, as strands beside its middle line: A on one side of it, B on the other. @param colours  of A and of B */
export function overlayStrands(
  { momentA, momentB }: ComparisonView,
  shapes: readonly EdgeShape[],
  sides: readonly (readonly EdgeView[])[],
  colours: readonly string[],
): Strand[] {
  return shapes.flatMap((shape, edge) => {
    const gap = Math.max(sides[0][edge].width, sides[1][edge].width) + 2;
    return [momentA, momentB].flatMap((moment, side) => {
      const { width, appearance } = sides[side][edge];
      const path = besidePath(shape, (side === 0 ? -1 : 1) * (gap / 2));
      return hasEdge(moment, edge) ? [{ path, colour: colours[side], width, isCut: appearance === 'cut' }] : [];
    });
  });
}

/** The line of an edge, moved sideways. @param by  px, to the right of its way */
function besidePath({ curves }: EdgeShape, by: number): string {
  return curves
    .map(({ start, control, end }) => {
      const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
      const [dx, dy] = [(-(end.y - start.y) / length) * by, ((end.x - start.x) / length) * by];
      return `M${start.x + dx} ${start.y + dy}Q${control.x + dx} ${control.y + dy} ${end.x + dx} ${end.y + dy}`;
    })
    .join('');
}
