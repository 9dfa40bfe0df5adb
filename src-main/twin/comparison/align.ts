import { formatQuantity } from '../../../shared/units.ts';
import type { Mark } from './comparedRun.ts';
import type { Signal } from './signal.ts';

export type Alignment =
  | { readonly kind: 'step' }
  /** At the first upward crossing of a level. */
  | { readonly kind: 'trigger'; readonly level: number }
  /** At the first mark of this text; "": at the first mark of A that B has too. */
  | { readonly kind: 'marker'; readonly text: string }
  /** At the shift of greatest correlation, within ± this many steps or s. */
  | { readonly kind: 'correlation'; readonly reach: number }
  /** As a person says: added to the times of B, steps or s. */
  | { readonly kind: 'manual'; readonly shift: number };

/**
 * The shift that is added to the times of B, with the correlation there (NaN where none was sought) and the time of A at which the two
 * were laid on each other (NaN where there is no such moment); or why there is none.
 */
export type Shift = { readonly shift: number; readonly correlation: number; readonly at: number } | { readonly reason: string };

/** What one side is aligned by: a signal, and what happened. */
export interface AlignedSide<S extends Signal | null = Signal> {
  readonly signal: S;
  readonly marks: readonly Mark[];
}

/** Shifts that are tried on either side. */
const SHIFTS = 200;
/** Pairs without which a correlation means nothing. */
const FEWEST = 5;
/** Measurements that a shift is sought with: more of them, evenly spaced, would not move it by more than their spacing. */
const MOST = 4000;

/** @cost two passes; for a correlation, 2·`SHIFTS` + 1 of at most `MOST` measurements */
export function shiftOf(a: AlignedSide, b: AlignedSide<Signal | null>, axis: 'step' | 'time', alignment: Alignment): Shift {
  const none = Number.NaN;
  switch (alignment.kind) {
    case 'step':
      return { shift: 0, correlation: none, at: none };
    case 'manual':
      return { shift: alignment.shift, correlation: none, at: none };
    case 'marker':
      return shiftByMark(a.marks, b.marks, axis, alignment.text);
    case 'trigger':
    case 'correlation': {
      if (b.signal === null) return { reason: `B has no ${a.signal.name} to align by` };
      return alignment.kind === 'trigger'
        ? shiftByLevel(a.signal, b.signal, alignment.level)
        : bestShift(thinned(a.signal), b.signal, alignment.reach);
    }
  }
}

function shiftByLevel(a: Signal, b: Signal, level: number): Shift {
  const [first, second] = [a, b].map((signal) => crossingOf(signal, level));
  if (first === null || second === null)
    return { reason: `${first === null ? 'A' : 'B'} never rises through ${formatQuantity(level, a.unit)}` };
  return { shift: first - second, correlation: Number.NaN, at: first };
}

function shiftByMark(first: readonly Mark[], second: readonly Mark[], axis: 'step' | 'time', text: string): Shift {
  const mark = first.find((own) => (text === '' || own.text === text) && second.some((other) => other.text === own.text));
  if (mark === undefined) {
    if (first.length === 0 || second.length === 0) return { reason: `${first.length === 0 ? 'A' : 'B'} has no marks` };
    return { reason: text === '' ? 'A and B have no mark in common' : `A and B have no mark “${text}” in common` };
  }
  const other = second.find((candidate) => candidate.text === mark.text)!;
  return { shift: mark[axis] - other[axis], correlation: Number.NaN, at: mark[axis] };
}

function crossingOf({ times, values }: Signal, level: number): number | null {
  for (let index = 1; index < values.length; index++) {
    const [before, after] = [values[index - 1], values[index]];
    if (before < level && after >= level)
      return times[index - 1] + ((times[index] - times[index - 1]) * (level - before)) / (after - before);
  }
  return null;
}

function thinned(signal: Signal): Signal {
  const stride = Math.ceil(signal.times.length / MOST);
  if (stride <= 1) return signal;
  const some = <T>(values: readonly T[]): T[] => values.filter((_, index) => index % stride === 0);
  const { times, seconds, values, datapoints } = signal;
  const kept = datapoints === null ? null : some(datapoints);
  return { ...signal, times: some(times), seconds: some(seconds), values: some(values), datapoints: kept };
}

function bestShift(a: Signal, b: Signal, reach: number): Shift {
  let best = { shift: Number.NaN, correlation: -Infinity, at: Number.NaN };
  const source = new Source(b);
  for (let index = -SHIFTS; index <= SHIFTS; index++) {
    const shift = (index / SHIFTS) * reach;
    const pairs = pairsOf(a, source, shift, 0);
    if (pairs.length < FEWEST) continue;
    const correlation = correlationOf(pairs);
    // Of equal ones the smallest shift.
    if (
      correlation > best.correlation + 1e-12 ||
      (Math.abs(correlation - best.correlation) <= 1e-12 && Math.abs(shift) < Math.abs(best.shift))
    ) {
      best = { ...best, shift, correlation };
    }
  }
  return Number.isNaN(best.shift) ? { reason: `no shift within ±${reach} leaves a changing overlap of ${FEWEST} measurements` } : best;
}

export interface Pair {
  readonly time: number;
  /** Learning time of A, s. */
  readonly seconds: number;
  /** The training datapoint under which both were read; −1 where that does not matter. */
  readonly datapoint: number;
  readonly a: number;
  readonly b: number;
}

/** A signal that is read between its measurements, those of each datapoint apart. */
export class Source {
  readonly signal: Signal;
  readonly #series = new Map<number, { readonly times: number[]; readonly values: number[] }>();

  constructor(signal: Signal) {
    this.signal = signal;
    const { times, values, datapoints } = signal;
    times.forEach((time, index) => {
      if (Number.isNaN(values[index])) return;
      const key = datapoints?.[index] ?? -1;
      const series = this.#series.get(key) ?? { times: [], values: [] };
      series.times.push(time);
      series.values.push(values[index]);
      this.#series.set(key, series);
    });
  }

  /** NaN outside of what was measured. */
  valueAt(time: number, datapoint: number): number {
    const series = this.#series.get(datapoint);
    return series === undefined ? Number.NaN : interpolate(series, time);
  }
}

/**
 * Values of both at the times of A, those of B between its own measurements under the same datapoint by straight lines. Of B within
 * the time tolerance the value nearest to A's counts: a difference in time alone is none.
 */
export function pairsOf(a: Signal, b: Source, shift: number, timeTolerance: number): Pair[] {
  const pairs: Pair[] = [];
  const isSplit = a.datapoints !== null && b.signal.datapoints !== null;
  a.times.forEach((time, index) => {
    const value = a.values[index];
    if (Number.isNaN(value)) return;
    const datapoint = isSplit ? a.datapoints[index] : -1;
    const [low, middle, high] = [-timeTolerance, 0, timeTolerance].map((off) => b.valueAt(time - shift + off, datapoint));
    // At the ends of B it can't be known what lay a little before or after.
    if (Number.isNaN(low) || Number.isNaN(middle) || Number.isNaN(high)) return;
    const nearest = Math.min(Math.max(value, Math.min(low, middle, high)), Math.max(low, middle, high));
    pairs.push({ time, seconds: a.seconds[index], datapoint, a: value, b: timeTolerance === 0 ? middle : nearest });
  });
  return pairs;
}

function interpolate({ times, values }: { readonly times: readonly number[]; readonly values: readonly number[] }, time: number): number {
  if (times.length === 0 || time < times[0] || time > times[times.length - 1]) return Number.NaN;
  let [low, high] = [0, times.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  if (times[high] <= time) return values[high];
  const width = times[high] - times[low];
  return width === 0 ? values[low] : values[low] + ((values[high] - values[low]) * (time - times[low])) / width;
}

function correlationOf(pairs: readonly Pair[]): number {
  const { slope, determination } = parityOf(pairs);
  return Number.isNaN(determination) ? -Infinity : Math.sign(slope) * Math.sqrt(determination);
}

/** The line B ≈ bias + slope·A. */
export interface Parity {
  readonly slope: number;
  readonly bias: number;
  /** R². */
  readonly determination: number;
}

/** Least squares of b on a; NaN where a never changes, and R² where b never does. */
export function parityOf(pairs: readonly Pick<Pair, 'a' | 'b'>[]): Parity {
  const count = pairs.length;
  const meanA = pairs.reduce((sum, { a }) => sum + a, 0) / count;
  const meanB = pairs.reduce((sum, { b }) => sum + b, 0) / count;
  let [both, squareA, squareB] = [0, 0, 0];
  for (const { a, b } of pairs) {
    both += (a - meanA) * (b - meanB);
    squareA += (a - meanA) ** 2;
    squareB += (b - meanB) ** 2;
  }
  // What rounding alone moves does not change.
  const isStill = (square: number, mean: number): boolean => square <= count * (1e-9 * mean) ** 2;
  if (isStill(squareA, meanA)) return { slope: Number.NaN, bias: meanB - meanA, determination: Number.NaN };
  const slope = both / squareA;
  return { slope, bias: meanB - slope * meanA, determination: isStill(squareB, meanB) ? Number.NaN : (both * both) / (squareA * squareB) };
}
