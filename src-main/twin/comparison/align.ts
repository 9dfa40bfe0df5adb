import type { Signal } from './signal.ts';

export type Alignment =
  | { readonly kind: 'step' }
  /** At the first upward crossing of a level. */
  | { readonly kind: 'trigger'; readonly level: number }
  /** At the shift of greatest correlation, within ± this many steps or s. */
  | { readonly kind: 'correlation'; readonly reach: number };

/** The shift that is added to the times of B; or why there is none. */
export type Shift = { readonly shift: number } | { readonly reason: string };

/** Shifts that are tried on either side. */
const SHIFTS = 200;
/** Pairs without which a correlation means nothing. */
const FEWEST = 5;

/** @cost two passes; for a correlation, `SHIFTS` times as much */
export function shiftOf(a: Signal, b: Signal, alignment: Alignment): Shift {
  switch (alignment.kind) {
    case 'step':
      return { shift: 0 };
    case 'trigger': {
      const [first, second] = [a, b].map((signal) => crossingOf(signal, alignment.level));
      if (first === null || second === null)
        return { reason: `${first === null ? 'A' : 'B'} never rises through ${alignment.level} ${a.unit}` };
      return { shift: first - second };
    }
    case 'correlation':
      return bestShift(a, b, alignment.reach);
  }
}

function crossingOf({ times, values }: Signal, level: number): number | null {
  for (let index = 1; index < values.length; index++) {
    const [before, after] = [values[index - 1], values[index]];
    if (before < level && after >= level)
      return times[index - 1] + ((times[index] - times[index - 1]) * (level - before)) / (after - before);
  }
  return null;
}

function bestShift(a: Signal, b: Signal, reach: number): Shift {
  let best = { shift: Number.NaN, correlation: -Infinity };
  for (let index = -SHIFTS; index <= SHIFTS; index++) {
    const shift = (index / SHIFTS) * reach;
    const pairs = pairsOf(a, b, shift, 0);
    if (pairs.length < FEWEST) continue;
    const correlation = correlationOf(pairs);
    // Of equal ones the smallest shift.
    if (
      correlation > best.correlation + 1e-12 ||
      (Math.abs(correlation - best.correlation) <= 1e-12 && Math.abs(shift) < Math.abs(best.shift))
    ) {
      best = { shift, correlation };
    }
  }
  return Number.isNaN(best.shift)
    ? { reason: `no shift within ±${reach} leaves a changing overlap of ${FEWEST} measurements` }
    : { shift: best.shift };
}

export interface Pair {
  readonly time: number;
  readonly a: number;
  readonly b: number;
}

/**
 * Values of both at the times of A, those of B between its own measurements by straight lines. Of B within the time tolerance the
 * value nearest to A's counts: a difference in time alone is none.
 */
export function pairsOf(a: Signal, b: Signal, shift: number, timeTolerance: number): Pair[] {
  const pairs: Pair[] = [];
  a.times.forEach((time, index) => {
    const value = a.values[index];
    if (Number.isNaN(value)) return;
    const [low, high] = [valueAt(b, time - shift - timeTolerance), valueAt(b, time - shift + timeTolerance)];
    const middle = valueAt(b, time - shift);
    // At the ends of B it can't be known what lay a little before or after.
    if (Number.isNaN(low) || Number.isNaN(middle) || Number.isNaN(high)) return;
    const [least, most] = [Math.min(low, middle, high), Math.max(low, middle, high)];
    const nearest = Math.min(Math.max(value, least), most);
    pairs.push({ time, a: value, b: timeTolerance === 0 ? middle : nearest });
  });
  return pairs;
}

function valueAt({ times, values }: Signal, time: number): number {
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
  const meanA = pairs.reduce((sum, { a }) => sum + a, 0) / pairs.length;
  const meanB = pairs.reduce((sum, { b }) => sum + b, 0) / pairs.length;
  let [both, squareA, squareB] = [0, 0, 0];
  for (const { a, b } of pairs) {
    both += (a - meanA) * (b - meanB);
    squareA += (a - meanA) ** 2;
    squareB += (b - meanB) ** 2;
  }
  return squareA === 0 || squareB === 0 ? -Infinity : both / Math.sqrt(squareA * squareB);
}
