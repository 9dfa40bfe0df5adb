import { pairsOf, parityOf, shiftOf, Source, type Alignment, type Pair, type Parity } from './align.ts';
import type { ComparedRun } from './comparedRun.ts';
import { hasWholeOutputs, signalsOf, type Quantity, type Signal } from './signal.ts';
import { damageDifference, dataDifference, edgeDifference } from './differences.ts';
import {
  ratioOf,
  suggestTolerances,
  toleranceOf,
  tolerancesFor,
  type MeasuredNoise,
  type Tolerance,
  type Tolerances,
  type WantedTolerances,
} from './tolerance.ts';

export type Verdict = 'within' | 'outside' | 'not aligned';

export interface SignalComparison extends Parity, Pick<Signal, 'name' | 'quantity' | 'unit' | 'edge' | 'node'> {
  readonly verdict: Verdict;
  /** Why it is not aligned; "" otherwise. */
  readonly reason: string;
  /** Set where the two differ in what they are, and not only in what was measured of them: the whole can't be within then. */
  readonly isDifferent: boolean;
  readonly tolerance: Tolerance;
  readonly count: number;
  /** Fraction of measurements outside the tolerance. */
  readonly outside: number;
  readonly rootMeanSquare: number;
  /** B − A where it is largest, when (on the axis, and in s), and how many times the tolerance there. */
  readonly maximum: number;
  readonly maximumTime: number;
  readonly maximumSeconds: number;
  /** B − A over the tolerance where that is largest. */
  readonly ratio: number;
  readonly pairs: readonly Pair[];
}

/** Counts of (B − A)/tolerance in equal bins between the ends. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  /** Fraction within ±1. */
  readonly within: number;
}

export interface RunComparison {
  readonly a: string;
  readonly b: string;
  readonly verdict: Verdict;
  /** Why it is what it is, in words. */
  readonly reason: string;
  readonly axis: 'step' | 'time';
  readonly tolerances: Tolerances;
  /** Added to the times of B, steps or s; NaN where they can't be aligned. */
  readonly shift: number;
  /** At that shift; NaN where none was sought. */
  readonly correlation: number;
  /** Where on the axis of A a level or a mark of both was laid on each other; NaN where there is none. */
  readonly alignedAt: number;
  readonly signals: readonly SignalComparison[];
}

export interface ComparisonSettings {
  readonly axis: 'step' | 'time';
  readonly alignment: Alignment;
  /** Name of the signal whose shift all share; the first output where it is absent. */
  readonly aligner?: string | undefined;
  /** Instead of those that the measurements suggest. */
  readonly tolerances?: WantedTolerances | undefined;
  /** Of a calibration of the board, where there is one. */
  readonly noise?: MeasuredNoise | null | undefined;
}

/**
 * Holds two runs of one program against each other, signal by signal. The whole is within where every signal that is aligned is, and
 * the two do not differ in their edges and nodes; it is not aligned where no signal is.
 *
 * @cost signals × measurements × log(measurements)
 */
export function compareRuns(a: ComparedRun, b: ComparedRun, settings: ComparisonSettings): RunComparison {
  const { axis, alignment, aligner } = settings;
  const isWhole = hasWholeOutputs(a) && hasWholeOutputs(b);
  const [first, second] = [signalsOf(a, axis, isWhole), signalsOf(b, axis, isWhole)];
  const suggested = suggestTolerances(first, second, largestDrop(b));
  const tolerances = tolerancesFor(first, suggested, settings.tolerances ?? {}, settings.noise ?? null);
  const byName = new Map(second.map((signal) => [signal.name, signal]));
  const guide = first.find(({ name }) => name === aligner) ?? first.find(({ name }) => byName.has(name)) ?? first[0];
  const partner = byName.get(guide.name);
  const shift = shiftOf({ signal: guide, marks: a.marks }, { signal: partner ?? null, marks: b.marks }, axis, alignment);
  const names = new Set(first.map(({ name }) => name));
  const data = dataDifference(a, b);
  const signals = [
    ...first.map((signal) => {
      const tolerance = toleranceOf(tolerances, signal);
      const other = byName.get(signal.name);
      if (other === undefined) return notAligned(signal, tolerance, 'only in A', true);
      const own = signal.edge < 0 ? '' : edgeDifference(a, b, signal.edge, other.edge);
      const difference = own === '' && signal.edge >= 0 ? damageDifference(a, b, signal.edge, other.edge) : own;
      if (difference !== '') return notAligned(signal, tolerance, difference, true);
      // States of edges have nothing to do with what is shown.
      if (data !== '' && signal.quantity !== 'state') return notAligned(signal, tolerance, data, true);
      if ('reason' in shift) return notAligned(signal, tolerance, shift.reason, false);
      return compareSignals(signal, other, shift.shift, tolerance, tolerances.time);
    }),
    ...second
      .filter(({ name }) => !names.has(name))
      .map((signal) => notAligned({ ...signal, edge: -1, node: -1 }, toleranceOf(tolerances, signal), 'only in B', true)),
  ];
  const aligned = signals.filter(({ verdict }) => verdict !== 'not aligned');
  const isWithin = aligned.every(({ verdict }) => verdict === 'within') && !signals.some(({ isDifferent }) => isDifferent);
  return {
    a: a.name,
    b: b.name,
    verdict: aligned.length === 0 ? 'not aligned' : isWithin ? 'within' : 'outside',
    reason: reasonOf(signals),
    axis,
    tolerances,
    shift: 'reason' in shift ? Number.NaN : shift.shift,
    correlation: 'reason' in shift ? Number.NaN : shift.correlation,
    alignedAt: 'reason' in shift ? Number.NaN : shift.at,
    signals,
  };
}

export function compareSignals(a: Signal, b: Signal, shift: number, tolerance: Tolerance, timeTolerance: number): SignalComparison {
  for (const [signal, letter] of [
    [a, 'A'],
    [b, 'B'],
  ] as const) {
    if (signal.values.every(Number.isNaN)) return notAligned(a, tolerance, `${letter} did not measure it`, false);
  }
  const pairs = pairsOf(a, new Source(b), shift, timeTolerance);
  if (pairs.length === 0) return notAligned(a, tolerance, 'A and B have no time in common under the same datapoint', false);
  const ratios = pairs.map(({ a: own, b: other }) => ratioOf(own, other, tolerance));
  const largest = (values: readonly number[]): number =>
    values.reduce((best, value, index) => (Math.abs(value) > Math.abs(values[best]) ? index : best), 0);
  const misses = pairs.map((pair) => pair.b - pair.a);
  const worst = largest(misses);
  const outside = ratios.filter((ratio) => Math.abs(ratio) > 1).length / pairs.length;
  return {
    ...placeOf(a),
    verdict: outside === 0 ? 'within' : 'outside',
    reason: '',
    isDifferent: false,
    tolerance,
    count: pairs.length,
    outside,
    rootMeanSquare: Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length),
    maximum: misses[worst],
    maximumTime: pairs[worst].time,
    maximumSeconds: pairs[worst].seconds,
    ratio: ratios[largest(ratios)],
    ...parityOf(pairs),
    pairs,
  };
}

/** (B − A)/tolerance of all measurements of some signals. Beyond ±5 everything falls into the last bin. */
export function residualsOf(signals: readonly SignalComparison[], bins: number): Histogram {
  const counts = new Array<number>(bins).fill(0);
  const ratios = signals.flatMap(({ pairs, tolerance }) => pairs.map((pair) => ratioOf(pair.a, pair.b, tolerance)));
  const reach = Math.min(Math.max(1.5, ...ratios.map((ratio) => Math.ceil(2 * Math.abs(ratio)) / 2)), 5);
  for (const ratio of ratios) {
    const bin = Math.floor(((ratio + reach) / (2 * reach)) * bins);
    counts[Math.min(Math.max(bin, 0), bins - 1)]++;
  }
  const within = ratios.filter((ratio) => Math.abs(ratio) <= 1).length / ratios.length;
  return { from: -reach, to: reach, counts, within };
}

/** Of |ΔV| over edges at the last moment, V. */
function largestDrop({ moments, experiment: { network } }: ComparedRun): number {
  const voltages = moments.at(-1)?.states[0].freeVoltages;
  if (voltages === undefined) return 0;
  const drops = Array.from(network.from, (from, edge) => Math.abs(voltages[from] - voltages[network.to[edge]]));
  return drops.reduce((most, drop) => (drop > most ? drop : most), 0);
}

function reasonOf(signals: readonly SignalComparison[]): string {
  const parts: string[] = [];
  const groups = new Map<Quantity, SignalComparison[]>();
  for (const signal of signals) groups.set(signal.quantity, [...(groups.get(signal.quantity) ?? []), signal]);
  for (const [, group] of groups) {
    const out = group.filter(({ verdict }) => verdict === 'outside').length;
    if (out > 0) parts.push(`${out} of ${group.length} ${wordOf(group[0])}`);
  }
  const outside = parts.length === 0 ? '' : `outside: ${parts.join(', ')}`;
  const apart = new Map<string, string[]>();
  for (const { reason, name } of signals.filter(({ verdict }) => verdict === 'not aligned'))
    apart.set(reason, [...(apart.get(reason) ?? []), name]);
  const different = [...apart].map(([reason, names]) => `${namesOf(names)}: ${reason}`);
  const more = different.length > MOST_REASONS ? [`and ${different.length - MOST_REASONS} more differences`] : [];
  return [outside, ...different.slice(0, MOST_REASONS), ...more].filter((part) => part !== '').join('; ');
}

/** Differences that are told one by one; the table of signals has all of them. */
const MOST_REASONS = 3;

/** "gate e3", "gate e3 and drive e3", "gate e3, drive e3 and 12 more". */
function namesOf(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' and ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

function wordOf({ quantity, name, unit }: SignalComparison): string {
  if (quantity === 'state') return `${name.split(' ')[0]}s`;
  if (quantity === 'free' || quantity === 'clamped') return `${quantity} nodes`;
  return quantity === 'error' ? `errors (root, ${unit})` : `${quantity}s`;
}

function placeOf({ name, quantity, unit, edge, node }: Signal): Pick<Signal, 'name' | 'quantity' | 'unit' | 'edge' | 'node'> {
  return { name, quantity, unit, edge, node };
}

function notAligned(signal: Signal, tolerance: Tolerance, reason: string, isDifferent: boolean): SignalComparison {
  const none = Number.NaN;
  return {
    ...placeOf(signal),
    verdict: 'not aligned',
    reason,
    isDifferent,
    tolerance,
    count: 0,
    outside: none,
    rootMeanSquare: none,
    maximum: none,
    maximumTime: none,
    maximumSeconds: none,
    ratio: none,
    slope: none,
    bias: none,
    determination: none,
    pairs: [],
  };
}
