import type { EdgeImportance } from '../../../shared/damage.ts';
import type { Frame } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';
import { formatPlain, formatQuantity, type Unit } from '../../../shared/units.ts';
import { rateUnit, stateName, stateSymbol } from '../../view/quantities.ts';
import { fitRange, fitWidths } from '../../view/rates.ts';

/** What the looks of an edge are taken from. */
export interface EdgeData {
  session: Session;
  frame: Frame;
  /** What the loss of each edge would do, once that was measured. */
  importance: EdgeImportance | null;
}

/** Ends of a fixed scale. Signed ones are symmetric. */
export type Range = readonly [number, number];

/** A quantity of an edge that its width or its colour can stand for. */
export interface Meaning {
  /** In the menu. */
  title: string;
  /** What it is, for the menu's tooltip. */
  doc: string;
  /** Before the scale in the legend. */
  symbol: (session: Session) => string;
  /** Signed quantities have a middle: orange is plus, blue is minus. */
  isSigned: boolean;
  /** Whether the scale is logarithmic. */
  isLogarithmic: boolean;
  /** `null` where an edge has none. */
  value: (data: EdgeData, edge: number) => number | null;
  /** A round scale for what is shown now; `null` when there is nothing to fit to. */
  fit: (data: EdgeData) => Range | null;
  /** An end of the scale, in words. */
  format: (value: number, session: Session) => string;
}

/** Voltage drop of an edge in one of the networks, V. */
function dropOf(voltages: readonly (number | null)[], { from, to }: { from: number; to: number }): number | null {
  const [first, second] = [voltages[from] ?? null, voltages[to] ?? null];
  return first === null || second === null ? null : first - second;
}

/** Current of an edge in the free network from `from` to `to`, A. */
export function currentOf({ session, frame }: Pick<EdgeData, 'session' | 'frame'>, edge: number): number | null {
  const drop = dropOf(frame.freeVoltages, session.edges[edge]);
  return drop === null ? null : frame.conductances[edge] * drop;
}

function powerOf({ session, frame }: EdgeData, edge: number): number | null {
  const drop = dropOf(frame.freeVoltages, session.edges[edge]);
  return drop === null ? null : frame.conductances[edge] * drop * drop;
}

/** ΔV_F² − ΔV_C²: what an edge learns from (Dillavou 2024, Eq. 1), V². */
function signalOf({ session, frame }: EdgeData, edge: number): number | null {
  if (frame.damage[edge] === 'cut') return null;
  const free = dropOf(frame.freeVoltages, session.edges[edge]);
  const clamped = dropOf(frame.clampedVoltages, session.edges[edge]);
  return free === null || clamped === null ? null : free * free - clamped * clamped;
}

/** By which factor the error grows without this edge. */
function growthOf({ importance }: EdgeData, edge: number): number | null {
  const [before, after] = [importance?.error ?? null, importance?.errors[edge] ?? null];
  return before === null || after === null || before <= 0 ? null : after / before;
}

/** From zero to a round number above most of what is shown. */
function fromZero(value: Meaning['value']): Meaning['fit'] {
  return (data) => {
    const end = fitRange(data.session.edges.map((_, edge) => Math.abs(value(data, edge) ?? 0)));
    return end === null ? null : [0, end];
  };
}

function around(value: Meaning['value']): Meaning['fit'] {
  return (data) => {
    const end = fitRange(data.session.edges.map((_, edge) => value(data, edge) ?? 0));
    return end === null ? null : [-end, end];
  };
}

const inUnit =
  (unit: Unit): Meaning['format'] =>
  (value) =>
    formatQuantity(value, unit, 2);

const magnitude = { isSigned: false, isLogarithmic: false } as const;
const currentSize: Meaning['value'] = (data, edge) => Math.abs(currentOf(data, edge) ?? 0);

const power: Meaning = {
  title: 'Power',
  doc: 'What the edge dissipates in the free network, P = K ΔV²',
  symbol: () => 'P',
  ...magnitude,
  value: powerOf,
  fit: fromZero(powerOf),
  format: inUnit('W'),
};

const importance: Meaning = {
  title: 'Importance',
  doc: 'By which factor the error would grow without the edge; measured when it is asked for',
  symbol: () => 'error without it',
  isSigned: false,
  isLogarithmic: true,
  value: growthOf,
  fit: (data) => {
    const growths = data.session.edges.map((_, edge) => growthOf(data, edge) ?? 1);
    const most = Math.max(...growths);
    return data.importance === null ? null : [1, 10 ** Math.max(Math.ceil(Math.log10(Math.max(most, 1))), 1)];
  },
  format: (value) => `×${formatPlain(value, 2)}`,
};

/** What the width of an edge can mean. */
export const widthMeanings = {
  conductance: {
    title: 'Conductance',
    doc: 'K = I/ΔV in the free network',
    symbol: () => 'K',
    ...magnitude,
    value: ({ frame }, edge) => frame.conductances[edge],
    fit: ({ session, frame }) => fitWidths(frame.conductances, session.conductanceRange),
    format: inUnit('S'),
  },
  current: {
    title: 'Current',
    doc: 'Size of the current in the free network, |I| = K |ΔV|',
    symbol: () => '|I|',
    ...magnitude,
    value: currentSize,
    fit: fromZero(currentSize),
    format: inUnit('A'),
  },
  power,
  importance,
} as const satisfies Record<string, Meaning>;
export type WidthMeaning = keyof typeof widthMeanings;

/** What the colour of an edge can mean. */
export const colourMeanings = {
  rate: {
    title: 'Rate',
    doc: 'How fast the edge learns, averaged over the last tenth of a second of learning time or ten steps',
    symbol: ({ edgeKind }) => `d${stateSymbol(edgeKind)}/dt`,
    isSigned: true,
    isLogarithmic: false,
    value: ({ session, frame }, edge) => (session.edges[edge].isAdaptive && frame.damage[edge] === null ? frame.stateRates[edge] : 0),
    fit: around(({ frame }, edge) => frame.stateRates[edge]),
    format: (value, { edgeKind }) => `${formatPlain(value, 2)} ${rateUnit(edgeKind)}`,
  },
  state: {
    title: 'State',
    doc: 'Where the edge stands in its range: gate voltage, wiper position or conductance',
    symbol: ({ edgeKind }) => stateName(edgeKind),
    ...magnitude,
    value: ({ frame }, edge) => frame.states[edge],
    fit: ({ session }) => session.stateRange,
    format: (value, { edgeKind }) =>
      ({ transistor: formatQuantity(value, 'V', 2), digipot: formatPlain(value, 3), resistor: formatQuantity(value, 'S', 2) })[edgeKind],
  },
  signal: {
    title: 'Signal',
    doc: 'ΔV_F² − ΔV_C²: what the edge itself compares, and learns from',
    symbol: () => 'ΔV_F² − ΔV_C²',
    isSigned: true,
    isLogarithmic: false,
    value: signalOf,
    fit: around(signalOf),
    format: inUnit('V²'),
  },
  power,
  importance,
} as const satisfies Record<string, Meaning>;
export type ColourMeaning = keyof typeof colourMeanings;

/** Where a value lies on a scale: 0..1, −1..1 where it is signed; clipped. `null` for none. */
export function fractionOf(meaning: Pick<Meaning, 'isSigned' | 'isLogarithmic'>, value: number | null, [low, high]: Range): number | null {
  if (value === null || !Number.isFinite(value) || high <= low) return null;
  if (meaning.isSigned) return Math.min(Math.max(value / high, -1), 1);
  const at = meaning.isLogarithmic ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(Math.max(at, 0), 1);
}
