import { median } from '../../math/statistics.ts';
import { quantityNames, type Quantity, type Signal, type SignalUnit } from './signal.ts';

/** How far B may be from A in one quantity: max(absolute, relative·|A|, sigmas·σ). */
export interface Tolerance {
  /** In the unit of the quantity. */
  readonly absolute: number;
  readonly relative: number;
  readonly sigmas: number;
  /** σ of a reading, in the unit of the quantity. */
  readonly sigma: number;
}

/** One per quantity, those of single signals by name in its place, and a shift in time of up to `time` (steps or s) that is forgiven. */
export interface Tolerances {
  readonly quantities: Readonly<Record<Quantity, Tolerance>>;
  readonly signals: Readonly<Record<string, Tolerance>>;
  readonly time: number;
}

/** What people say of tolerances; what they leave out is taken from the measurements. */
export interface WantedTolerances {
  readonly quantities?: { readonly [Name in Quantity]?: WantedTolerance | undefined };
  readonly signals?: Readonly<Record<string, WantedTolerance>>;
  readonly time?: number;
}

type WantedTolerance = { readonly [Part in keyof Tolerance]?: number | undefined };

/** Standard deviations of a reading as a calibration measured them, V. */
export interface MeasuredNoise {
  /** Of each node, [node]. */
  readonly free: readonly number[];
  readonly clamped: readonly number[];
  /** Of each gate, [edge]. */
  readonly gates: readonly number[];
}

/**
 * The tolerance of every signal: as said of it, else as said of its quantity, else as measured. The noise of a calibration is of single
 * nodes and gates, and known better than what a run shows; the reading of an output is the difference of two nodes.
 *
 * @param noise  of a calibration of the board, `null` where there is none
 */
export function tolerancesFor(
  signals: readonly Signal[],
  suggested: Tolerances['quantities'],
  wanted: WantedTolerances,
  noise: MeasuredNoise | null,
): Tolerances {
  const quantities = Object.fromEntries(
    quantityNames.map((quantity) => [quantity, changed(suggested[quantity], wanted.quantities?.[quantity])]),
  ) as Tolerances['quantities'];
  const own = signals.flatMap((signal): [string, Tolerance][] => {
    const { name, quantity } = signal;
    const sigma = wanted.quantities?.[quantity]?.sigma === undefined ? sigmaBy(noise, signal) : Number.NaN;
    const said = wanted.signals?.[name];
    if (said === undefined && Number.isNaN(sigma)) return [];
    const base = Number.isNaN(sigma) ? quantities[quantity] : { ...quantities[quantity], sigma: rounded(sigma) };
    return [[name, changed(base, said)]];
  });
  return { quantities, signals: Object.fromEntries(own), time: wanted.time ?? 0 };
}

export function toleranceOf({ quantities, signals }: Tolerances, { name, quantity }: Pick<Signal, 'name' | 'quantity'>): Tolerance {
  return Object.hasOwn(signals, name) ? signals[name] : quantities[quantity];
}

function changed(tolerance: Tolerance, said: WantedTolerance = {}): Tolerance {
  return { ...tolerance, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
}

function sigmaBy(noise: MeasuredNoise | null, { quantity, node, edge }: Signal): number {
  if (noise === null) return Number.NaN;
  if (quantity === 'free') return noise.free[node] ?? Number.NaN;
  if (quantity === 'clamped') return noise.clamped[node] ?? Number.NaN;
  if (quantity === 'output') return Math.SQRT2 * (noise.free[node] ?? Number.NaN);
  return quantity === 'state' ? (noise.gates[edge] ?? Number.NaN) : Number.NaN;
}

export function allowed(size: number, { absolute, relative, sigmas, sigma }: Tolerance): number {
  return Math.max(absolute, relative * Math.abs(size), sigmas * sigma);
}

/** Where nothing is allowed, any difference is this many times too large. */
const MOST_TIMES = 1e6;

/** B − A over what is allowed at A. */
export function ratioOf(a: number, b: number, tolerance: Tolerance): number {
  const room = allowed(a, tolerance);
  return b === a ? 0 : Math.max(-MOST_TIMES, Math.min((b - a) / room, MOST_TIMES));
}

const SIGMAS = 3;
/**
 * Converters on both ways: what is imposed and what is read are each off by up to half a step, labels and supplies included; two
 * steps leave as much again for what their sum does inside the network.
 */
export const STEPS = 2;
/** Where neither side shows a converter's step: a millivolt is what twin transistors differ by (Dillavou 2025). */
const LEAST: Readonly<Record<SignalUnit, number>> = { V: 1e-3, 'V²': 1e-4, S: 1e-6, '': 1 };
/** A gate may roam along directions that change no output: 2 % of it, as a board and its twin do within some seconds. */
const RELATIVE_STATE = 0.02;

/**
 * A tolerance per quantity from what was measured: `STEPS` steps of the coarser converter, and three standard deviations of a reading.
 * The drive is a difference of squares of differences: δ(ΔV²) = 2|ΔV|·δ(ΔV), with δ(ΔV) = √2·δV, in both networks.
 *
 * @param drop  the largest |ΔV| of an edge, V
 */
export function suggestTolerances(first: readonly Signal[], second: readonly Signal[], drop: number): Tolerances['quantities'] {
  const entries = quantityNames.map((quantity): [Quantity, Tolerance] => {
    const sides = [first, second].map((signals) => signals.filter((signal) => signal.quantity === quantity));
    const unit = sides[0][0]?.unit ?? 'V';
    const step = Math.max(...sides.map(readingStep));
    const sigma = Math.max(...sides.map(readingSigma));
    const relative = quantity === 'state' ? RELATIVE_STATE : 0;
    return [quantity, { absolute: rounded(Math.max(STEPS * step, LEAST[unit])), relative, sigmas: SIGMAS, sigma: rounded(sigma) }];
  });
  const suggested = Object.fromEntries(entries) as Record<Quantity, Tolerance>;
  const { free } = suggested;
  // An output is the difference of two readings at most; one that learns fast would seem noisier than that. It may be off by what
  // both of its nodes may.
  const hasNodes = first.some(({ quantity }) => quantity === 'free');
  const output = hasNodes
    ? {
        ...suggested.output,
        absolute: Math.max(suggested.output.absolute, rounded(Math.SQRT2 * free.absolute)),
        sigma: Math.min(suggested.output.sigma, rounded(Math.SQRT2 * free.sigma)),
      }
    : suggested.output;
  const drive = rounded(2 * drop * Math.SQRT2 * Math.SQRT2 * Math.max(free.absolute, free.sigmas * free.sigma));
  return {
    ...suggested,
    output,
    // Outputs that are each within their tolerance have root errors within it, by the triangle inequality.
    error: { ...output },
    drive: { ...suggested.drive, absolute: Math.max(drive, LEAST['V²']), sigma: 0 },
  };
}

/**
 * The step of the converter behind a quantity: the smallest difference of two values that were read, where values repeat as codes do;
 * 0 for values of a simulation, which never repeat.
 */
export function readingStep(signals: readonly Signal[]): number {
  const values = signals.flatMap((signal) => signal.values.filter((value) => !Number.isNaN(value))).sort((x, y) => x - y);
  if (values.length === 0) return 0;
  let smallest = Infinity;
  let distinct = 1;
  for (let index = 1; index < values.length; index++) {
    const gap = values[index] - values[index - 1];
    if (gap < 1e-12) continue;
    distinct++;
    // Rounding in the host is no step.
    if (gap > 1e-6) smallest = Math.min(smallest, gap);
  }
  return distinct <= values.length / 2 && Number.isFinite(smallest) ? smallest : 0;
}

/**
 * σ of a reading from second differences of successive ones under the same datapoint, which a slow course cancels from:
 * Var(x₋ − 2x + x₊) = 6σ². The median absolute one, over 0.6745, forgives jumps. The median over the signals that change.
 */
export function readingSigma(signals: readonly Signal[]): number {
  const found = signals.map(sigmaOf).filter((sigma) => sigma > 0);
  return found.length === 0 ? 0 : median(found);
}

function sigmaOf({ values, datapoints }: Signal): number {
  const last = new Map<number, number[]>();
  const seconds: number[] = [];
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const key = datapoints?.[index] ?? -1;
    const before = last.get(key) ?? [];
    if (before.length === 2) seconds.push(Math.abs(before[0] - 2 * before[1] + value));
    last.set(key, [...before, value].slice(-2));
  });
  return seconds.length === 0 ? 0 : median(seconds) / 0.6745 / Math.sqrt(6);
}

/** Two digits: what is suggested is to be read and changed by people. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
