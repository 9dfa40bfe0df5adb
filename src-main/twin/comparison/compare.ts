import type { MeasuredRun } from '../measured.ts';
import { pairsOf, shiftOf, type Alignment, type Pair } from './align.ts';
import { signalsOf, type Signal } from './signal.ts';

/** How far B may be from A: max(absolute, relative·|A|, sigmas·σ), after a shift in time of up to `time`. */
export interface Tolerance {
  /** V (of the error, V²: its square). */
  readonly absolute: number;
  readonly relative: number;
  readonly sigmas: number;
  /** σ of a reading, V. */
  readonly sigma: number;
  /** Steps or s. */
  readonly time: number;
}

export interface SignalComparison {
  readonly name: string;
  readonly unit: Signal['unit'];
  readonly verdict: 'within' | 'outside' | 'not aligned';
  /** Why it is not aligned; "" otherwise. */
  readonly reason: string;
  readonly shift: number;
  readonly count: number;
  /** Fraction of measurements outside the tolerance. */
  readonly outside: number;
  readonly rootMeanSquare: number;
  /** The largest |B − A| and when. */
  readonly maximum: number;
  readonly maximumTime: number;
  /** B ≈ bias + slope·A, and R². */
  readonly slope: number;
  readonly bias: number;
  readonly determination: number;
  /** Of B − A: counts of equal bins between the ends. */
  readonly histogram: { readonly from: number; readonly to: number; readonly counts: readonly number[] };
  readonly pairs: readonly Pair[];
}

export interface RunComparison {
  readonly a: string;
  readonly b: string;
  readonly verdict: 'within' | 'outside' | 'not aligned';
  readonly signals: readonly SignalComparison[];
}

const BINS = 21;

/**
 * Holds two runs of one program against each other, signal by signal. The whole is within where every signal is; not aligned where
 * none is aligned.
 *
 * @param aligner  name of the signal whose shift all share; the first output where it is absent
 */
export function compareRuns(
  a: MeasuredRun,
  b: MeasuredRun,
  axis: 'step' | 'time',
  alignment: Alignment,
  tolerance: Tolerance,
  aligner?: string,
): RunComparison {
  const [first, second] = [signalsOf(a, axis), signalsOf(b, axis)];
  const byName = new Map(second.map((signal) => [signal.name, signal]));
  const guide = first.find(({ name }) => name === aligner) ?? first[0];
  const partner = byName.get(guide.name);
  const shift = partner === undefined ? { reason: `B has no ${guide.name}` } : shiftOf(guide, partner, alignment);
  const signals = first.map((signal) => {
    const other = byName.get(signal.name);
    if (other === undefined) return notAligned(signal, 'B has no such signal');
    return 'reason' in shift ? notAligned(signal, shift.reason) : compareSignals(signal, other, shift.shift, tolerance);
  });
  const isNone = signals.every(({ verdict }) => verdict === 'not aligned');
  const verdict = isNone ? 'not aligned' : signals.every((signal) => signal.verdict === 'within') ? 'within' : 'outside';
  return { a: a.name, b: b.name, verdict, signals };
}

export function compareSignals(a: Signal, b: Signal, shift: number, tolerance: Tolerance): SignalComparison {
  const pairs = pairsOf(a, b, shift, tolerance.time);
  if (pairs.length === 0) return notAligned(a, 'A and B have no time in common');
  const misses = pairs.map((pair) => pair.b - pair.a);
  const isOutside = pairs.map((pair, index) => Math.abs(misses[index]) > allowed(a.unit, Math.abs(pair.a), tolerance));
  const worst = misses.reduce((best, miss, index) => (Math.abs(miss) > Math.abs(misses[best]) ? index : best), 0);
  const outside = isOutside.filter(Boolean).length / pairs.length;
  return {
    name: a.name,
    unit: a.unit,
    verdict: outside === 0 ? 'within' : 'outside',
    reason: '',
    shift,
    count: pairs.length,
    outside,
    rootMeanSquare: Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length),
    maximum: Math.abs(misses[worst]),
    maximumTime: pairs[worst].time,
    ...parityOf(pairs),
    histogram: histogramOf(misses),
    pairs,
  };
}

/** V or V². */
export function allowed(unit: Signal['unit'], size: number, { absolute, relative, sigmas, sigma }: Tolerance): number {
  return Math.max(unit === 'V²' ? absolute ** 2 : absolute, relative * size, sigmas * (unit === 'V²' ? sigma ** 2 : sigma));
}

function notAligned({ name, unit }: Signal, reason: string): SignalComparison {
  const none = Number.NaN;
  return {
    name,
    unit,
    verdict: 'not aligned',
    reason,
    shift: none,
    count: 0,
    outside: none,
    rootMeanSquare: none,
    maximum: none,
    maximumTime: none,
    slope: none,
    bias: none,
    determination: none,
    histogram: { from: none, to: none, counts: [] },
    pairs: [],
  };
}

/** Least squares of b on a; NaN where a never changes. */
function parityOf(pairs: readonly Pair[]): Pick<SignalComparison, 'slope' | 'bias' | 'determination'> {
  const count = pairs.length;
  const meanA = pairs.reduce((sum, { a }) => sum + a, 0) / count;
  const meanB = pairs.reduce((sum, { b }) => sum + b, 0) / count;
  let [both, squareA, squareB] = [0, 0, 0];
  for (const { a, b } of pairs) {
    both += (a - meanA) * (b - meanB);
    squareA += (a - meanA) ** 2;
    squareB += (b - meanB) ** 2;
  }
  if (squareA === 0) return { slope: Number.NaN, bias: meanB - meanA, determination: Number.NaN };
  const slope = both / squareA;
  return { slope, bias: meanB - slope * meanA, determination: squareB === 0 ? Number.NaN : (both * both) / (squareA * squareB) };
}

function histogramOf(misses: readonly number[]): SignalComparison['histogram'] {
  const [from, to] = misses.reduce(([low, high], miss) => [Math.min(low, miss), Math.max(high, miss)], [Infinity, -Infinity]);
  const counts = new Array<number>(BINS).fill(0);
  for (const miss of misses) counts[to === from ? 0 : Math.min(BINS - 1, Math.floor(((miss - from) / (to - from)) * BINS))]++;
  return { from, to, counts };
}
