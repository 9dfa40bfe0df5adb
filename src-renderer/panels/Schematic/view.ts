import type { Frame } from '../../../shared/frames.ts';
import type { NodeRole, Session } from '../../../shared/session.ts';
import { formatPlain, formatQuantity } from '../../../shared/units.ts';
import { magnitudeColour, signedColour, type Theme } from '../../view/colours.ts';
import { formatRate, formatResistance, formatState, formatVolts, stateSymbol } from '../../view/quantities.ts';
import { trendOf } from '../../view/rates.ts';
import {
  colourMeanings,
  fractionOf,
  widthMeanings,
  type ColourMeaning,
  type EdgeData,
  type Meaning,
  type Range,
  type WidthMeaning,
} from './meanings.ts';

/** Widths of an edge at the ends of the session's range of conductances, px. */
const thinnest = 1.5;
const thickest = 12;
/** Widths are drawn in steps of this, px: less cannot be seen, and an edge that keeps its width is not drawn anew. */
const widthStep = 0.25;
/** A state within this part of its range from an end is at the rail. */
const railMargin = 1e-3;
/** Node voltages are known to this, V. */
const solverTolerance = 1e-9;

export type Appearance = 'normal' | 'faint' | 'cut' | 'short' | 'fixed';

/** Everything that changes about the picture of an edge from frame to frame. */
export interface EdgeView {
  appearance: Appearance;
  width: number;
  colour: string;
  /** Set where colours may be as light as the ground: a dark line goes around the edge. */
  isCased: boolean;
  trend: 'rising' | 'falling' | 'steady';
  isStuck: boolean;
  rail: 'lower' | 'upper' | null;
}

/**
 * Whether widths follow the logarithm of the conductance: where the range spans so much that on a linear scale nearly all edges
 * would be equally thin. A wiper of 128 positions spans 1:128, half of it above the middle position's 1:64.
 */
export function isWidthLogarithmic([low, high]: readonly [number, number]): boolean {
  return low > 0 && high / low > 30;
}

/**
 * Width of an edge: linear in its conductance (or its logarithm, over a wide range) over a range that is fixed for the
 * experiment, clipped to it.
 *
 * @example edgeWidth(1.95e-3, [0.3e-3, 3.6e-3]) // => 6.75
 */
export function edgeWidth(conductance: number, range: readonly [number, number]): number {
  const scale = isWidthLogarithmic(range) ? (value: number) => Math.log(Math.max(value, 1e-15)) : (value: number) => value;
  const [low, high] = [scale(range[0]), scale(range[1])];
  const fraction = high > low ? (scale(conductance) - low) / (high - low) : 0.5;
  return thinnest + (thickest - thinnest) * Math.min(Math.max(fraction, 0), 1);
}

/** Which end of its range a state stands at. */
export function railOf(state: number, [low, high]: readonly [number, number]): EdgeView['rail'] {
  const margin = railMargin * (high - low);
  if (state <= low + margin) return 'lower';
  return state >= high - margin ? 'upper' : null;
}

/** What widths and colours stand for, on fixed scales. */
export interface Look {
  readonly widthBy: WidthMeaning;
  readonly widthScale: Range;
  readonly colourBy: ColourMeaning;
  readonly colourScale: Range;
}

/** Part of the full width that edges have where nodes stand this close, px: a dense network is not to become one blot. */
export function widthScaleOf(pitch: number): number {
  return Math.min(Math.max(pitch / 60, 0.2), 1);
}

/** Marks shrink with the network, down to half their size. */
export function markScaleOf(pitch: number): number {
  return Math.min(Math.max(pitch / 90, 0.5), 1);
}

/** Room around a network, px. Stubs of wrapping edges stand out over the outermost nodes, so that those need no more. */
export function paddingOf({ period }: Pick<Session, 'period'>, width: number, height: number): number {
  if (period !== null) return 16;
  return Math.min(width, height) < 420 ? 34 : 60;
}

/** How every edge looks in this frame. @param widthScale  see `widthScaleOf` */
export function viewEdges(data: EdgeData, look: Look, theme: Theme, widthScale = 1): EdgeView[] {
  const { session, frame } = data;
  const colourMeaning: Meaning = colourMeanings[look.colourBy];
  return session.edges.map((edge, index) => {
    const damage = frame.damage[index]!;
    const isAdaptive = edge.isAdaptive && damage === null;
    const isRate = look.colourBy === 'rate';
    return {
      appearance: appearanceOf(edge.isAdaptive, damage, isFaint(frame.conductances[index], session.conductanceRange)),
      width: Math.round((widthScale * widthOf(data, look, index)) / widthStep) * widthStep,
      colour: colourOf(colourMeaning, colourMeaning.value(data, index), look.colourScale, theme),
      isCased: !colourMeaning.isSigned,
      trend: isRate && isAdaptive ? trendOf(frame.stateRates[index], look.colourScale[1]) : 'steady',
      isStuck: damage === 'stuck',
      rail: isAdaptive ? railOf(frame.states[index], session.stateRange) : null,
    };
  });
}

function widthOf(data: EdgeData, { widthBy, widthScale }: Look, edge: number): number {
  const meaning: Meaning = widthMeanings[widthBy];
  const value = meaning.value(data, edge);
  if (widthBy === 'conductance') return edgeWidth(value ?? 0, widthScale);
  return thinnest + (thickest - thinnest) * (fractionOf(meaning, value, widthScale) ?? 0);
}

/** Edges without a value are grey. */
function colourOf(meaning: Meaning, value: number | null, scale: Range, theme: Theme): string {
  const fraction = fractionOf(meaning, value, scale);
  if (meaning.isSigned || fraction === null) return signedColour(fraction ?? 0, theme);
  return magnitudeColour(fraction);
}

/** Whether an edge conducts less than its lowest state would, or next to nothing: the closed channel of a transistor. */
function isFaint(conductance: number, [low, high]: readonly [number, number]): boolean {
  return conductance < Math.max(0.999 * low, 1e-3 * high);
}

function appearanceOf(isAdaptive: boolean, damage: Frame['damage'][number], isWeak: boolean): Appearance {
  if (damage === 'cut' || damage === 'short') return damage;
  if (!isAdaptive) return 'fixed';
  return isWeak ? 'faint' : 'normal';
}

/** The spoken name of an edge: "Edge e10, nodes n5–n6, G 2.91 V, K 1.77 mS, R 565 Ω, rising". */
export function spokenEdge(session: Session, frame: Frame, index: number, rateRange: number): string {
  const edge = session.edges[index];
  const damage = frame.damage[index]!;
  const name = `Edge ${edge.id}, nodes ${session.nodes[edge.from].id}–${session.nodes[edge.to].id}`;
  if (damage === 'cut') return `${name}, cut`;
  if (damage === 'short') return `${name}, shorted`;
  const conductance = frame.conductances[index];
  const values = `K ${formatQuantity(conductance, 'S')}, R ${formatResistance(conductance)}`;
  if (!edge.isAdaptive) return `${name}, fixed, ${values}`;
  const state = formatState(frame.states[index], session);
  if (damage === 'stuck') return `${name}, stuck at ${state}, ${values}`;
  const rail = railOf(frame.states[index], session.stateRange);
  const rest = rail === null ? trendOf(frame.stateRates[index], rateRange) : `at ${rail} limit`;
  return `${name}, ${stateSymbol(session.edgeKind)} ${state}, ${values}, ${rest}`;
}

/** What a node is drawn as: its role decides the shape. */
export type NodeShape = 'hidden' | 'input' | 'supply' | 'output';

export interface NodeView {
  shape: NodeShape;
  role: NodeRole | null;
  /** "+" or "−" in a supply; "" for others. */
  sign: string;
}

/** Shapes of all nodes; a node with several roles shows the first. */
export function shapeNodes(session: Pick<Session, 'nodes' | 'roles'>): NodeView[] {
  return session.nodes.map((_, node) => {
    const role = session.roles.find((candidate) => candidate.node === node) ?? null;
    const last = role?.name.at(-1) ?? '';
    const sign = role?.role === 'supply' ? (last === '+' ? '+' : last === '-' || last === '−' ? '−' : '') : '';
    return { shape: role?.role ?? 'hidden', role, sign };
  });
}

/** Where a voltage lies in the session's range: 0..1, or `null` for a floating node. */
export function voltageFraction(voltage: number | null, [low, high]: readonly [number, number]): number | null {
  if (voltage === null) return null;
  return high > low ? Math.min(Math.max((voltage - low) / (high - low), 0), 1) : 0.5;
}

/** Colours of nodes by their voltages; `null` for one that floats. */
export function nodeFills(voltages: readonly (number | null)[], range: readonly [number, number]): (string | null)[] {
  return voltages.map((voltage) => {
    const fraction = voltageFraction(voltage, range);
    return fraction === null ? null : magnitudeColour(fraction);
  });
}

/** The spoken name of a node: "Output O+, node n10, free 0.214 V, clamped 0.220 V". */
export function spokenNode(session: Session, frame: Frame, node: number, view: NodeView): string {
  const id = session.nodes[node].id;
  const voltage = frame.freeVoltages[node] ?? null;
  const title = { hidden: 'Hidden node', input: 'Input', supply: 'Supply', output: 'Output' }[view.shape];
  const name = view.role === null ? `${title} ${id}` : `${title} ${view.role.name}, node ${id}`;
  if (voltage === null) return `${name}, no path to a held node`;
  if (view.shape !== 'output') return `${name}, ${formatVolts(voltage)}`;
  return `${name}, free ${formatVolts(voltage)}, clamped ${formatVolts(frame.clampedVoltages[node] ?? null)}`;
}

/** One line of the inspector. */
export interface InspectorRow {
  label: string;
  value: string;
}

/** What the inspector says of an edge, all from one frame. Current is positive from `from` to `to`. */
export function inspectEdge(data: EdgeData, index: number): InspectorRow[] {
  const { session, frame } = data;
  const edge = session.edges[index];
  const conductance = frame.conductances[index];
  const from = frame.freeVoltages[edge.from] ?? null;
  const to = frame.freeVoltages[edge.to] ?? null;
  const drop = difference(from, to);
  const clampedDrop = difference(frame.clampedVoltages[edge.from] ?? null, frame.clampedVoltages[edge.to] ?? null);
  const current = drop === null ? null : conductance * drop;
  const state = { label: stateSymbol(session.edgeKind), value: edge.isAdaptive ? formatState(frame.states[index], session) : 'fixed' };
  return [
    // The state of a resistor is its conductance, which follows.
    ...(session.edgeKind === 'resistor' ? [] : [state]),
    { label: 'rate', value: edge.isAdaptive ? formatRate(frame.stateRates[index], session.edgeKind) : '–' },
    { label: 'K', value: formatQuantity(conductance, 'S') },
    { label: 'R', value: formatResistance(conductance) },
    { label: `V at ${session.nodes[edge.from].id}`, value: formatVolts(from) },
    { label: `V at ${session.nodes[edge.to].id}`, value: formatVolts(to) },
    { label: 'ΔV free', value: formatQuantity(drop, 'V') },
    { label: 'ΔV clamped', value: formatQuantity(clampedDrop, 'V') },
    { label: 'current', value: formatQuantity(current, 'A') },
    { label: 'power', value: formatQuantity(current === null || drop === null ? null : current * drop, 'W') },
    { label: 'ΔV² free − clamped', value: formatQuantity(colourMeanings.signal.value(data, index), 'V²') },
    ...importanceRow(data, index),
  ];
}

/** Only where it was measured. */
function importanceRow(data: EdgeData, index: number): InspectorRow[] {
  const growth = colourMeanings.importance.value(data, index);
  return growth === null ? [] : [{ label: 'error without it', value: `×${formatPlain(growth)}` }];
}

/** The edges that meet at a node, by id: "e1, e4, e9". */
export function edgesAt({ edges }: Pick<Session, 'edges'>, node: number): string {
  const own = edges.filter(({ from, to }) => from === node || to === node).map(({ id }) => id);
  return own.length > 5 ? `${own.slice(0, 4).join(', ')} and ${own.length - 4} more` : own.join(', ');
}

function difference(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return null;
  // Below the solver's own tolerance there is nothing to read but rounding.
  return Math.abs(first - second) < solverTolerance ? 0 : first - second;
}
