import type { Frame } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';
import { formatQuantity } from '../../../shared/units.ts';
import { railOf } from '../Schematic/view.ts';
import { trendOf } from '../../view/rates.ts';
import { damageWord, formatRate, formatResistance, formatState, stateName, stateSymbol } from '../../view/quantities.ts';

/** More edges than this get heat rows instead of one column each. */
const mostColumns = 64;

/** How many edges there are decides how they are shown. */
export function meterFormOf(edgeCount: number): 'columns' | 'heat' {
  return edgeCount <= mostColumns ? 'columns' : 'heat';
}

/**
 * Height of a meter's bar.
 *
 * @returns  0..1 of the range of states
 * @example meterFraction(3, [1, 5]) // => 0.5
 */
export function meterFraction(state: number, [low, high]: readonly [number, number]): number {
  return high > low ? Math.min(Math.max((state - low) / (high - low), 0), 1) : 0;
}

export type MeterOrder = 'id' | 'state' | 'rate';

/** Indices of the edges in the order in which the meters stand; equal values keep the order of the ids. */
export function orderEdges(order: MeterOrder, frame: Pick<Frame, 'states' | 'stateRates'>): number[] {
  const indices = frame.states.map((_, index) => index);
  if (order === 'id') return indices;
  const key = (index: number): number => (order === 'state' ? frame.states[index] : Math.abs(frame.stateRates[index]));
  return indices.toSorted((left, right) => key(right) - key(left));
}

/** Which edges have a meter. */
export const meterFilters = { all: 'all', damaged: 'damaged', limit: 'at a limit', moving: 'moving' } as const;
export type MeterFilter = keyof typeof meterFilters;

/** Those of the edges that the filter lets through, in their order. */
export function filterEdges(
  indices: readonly number[],
  filter: MeterFilter,
  frame: Pick<Frame, 'states' | 'stateRates' | 'damage'>,
  stateRange: Session['stateRange'],
  rateRange: number,
): number[] {
  const passes: Record<MeterFilter, (index: number) => boolean> = {
    all: () => true,
    damaged: (index) => frame.damage[index] !== null,
    limit: (index) => railOf(frame.states[index], stateRange) !== null,
    moving: (index) => trendOf(frame.stateRates[index], rateRange) !== 'steady',
  };
  return indices.filter(passes[filter]);
}

/** The line that says what the meters show: "bar = gate voltage G, 1.1–5.7 V; colour = dG/dt". */
export function describeMeters(session: Pick<Session, 'edgeKind' | 'stateRange'>): string {
  const [low, high] = session.stateRange;
  const symbol = stateSymbol(session.edgeKind);
  const range = {
    transistor: `${low}–${high} V`,
    digipot: `${low}–${high}`,
    resistor: `${formatQuantity(low, 'S')}–${formatQuantity(high, 'S')}`,
  }[session.edgeKind];
  return `bar = ${stateName(session.edgeKind)} ${symbol} (${range}) · colour = d${symbol}/dt · R in Ω below`;
}

/** The number that an edge is called by in a narrow column: its id without a leading "e". */
export function shortEdgeName(id: string): string {
  return /^e\d+$/.test(id) ? id.slice(1) : id;
}

/** What the columns of the table of edges are called. */
export function meterHeadings({ edgeKind }: Pick<Session, 'edgeKind'>): string[] {
  return ['edge', 'nodes', stateName(edgeKind), 'rate', 'K', 'R', 'damage'];
}

/** A row of the table of edges, in words. */
export function meterRow(session: Session, frame: Frame, index: number): string[] {
  const edge = session.edges[index];
  const conductance = frame.conductances[index];
  return [
    edge.id,
    `${session.nodes[edge.from].id} – ${session.nodes[edge.to].id}`,
    edge.isAdaptive ? formatState(frame.states[index], session) : 'fixed',
    edge.isAdaptive ? formatRate(frame.stateRates[index], session.edgeKind) : '–',
    formatQuantity(conductance, 'S'),
    formatResistance(conductance),
    frame.damage[index] ?? '',
  ];
}

/** What a meter's bar says, in words, between the name and the resistance: "G 2.91 V, stuck, R". */
export function spokenState(session: Session, frame: Frame, index: number): string {
  const damage = frame.damage[index] ?? null;
  const state = session.edges[index].isAdaptive ? `${stateSymbol(session.edgeKind)} ${formatState(frame.states[index], session)}` : 'fixed';
  return [state, ...(damage === null ? [] : [damageWord(damage)]), 'R'].join(', ');
}
