import type { Marker } from '../../../shared/frames.ts';
import type { History } from '../../engine/history.ts';
import type { Abscissa } from '../../view/abscissa.ts';

/** The error is back where it was once it is below this many times its value before the damage. */
export const recoveredFactor = 1.1;

/** How the network took one blow. */
export interface Recovery {
  label: string;
  /** Abscissa of the damage: s of learning time, or steps. */
  at: number;
  /** Error before, V². */
  before: number;
  /** Highest error since, over the error before. */
  spike: number;
  /** Newest error within its span, over the error before. */
  ratio: number;
  /** Abscissa that it took until the error was back; `null` where it is not (yet). */
  took: number | null;
}

/** Marks of what does nothing to the run. */
const besides: ReadonlySet<Marker['kind']> = new Set<Marker['kind']>(['note', 'stop', 'gap', 'lost', 'return']);

/**
 * What the error did after each damage, newest first: until the next one, or until now.
 *
 * @param errors  columns: abscissa, error (V²), as `Records.errors`; a damage has a point before and one after it, at its step
 */
export function recoveries(errors: Pick<History, 'at' | 'length'>, markers: readonly Marker[], abscissa: Abscissa): Recovery[] {
  const blows = markers.filter(({ kind }) => kind === 'cut' || kind === 'stuck' || kind === 'short');
  const ends = markers.filter(({ kind }) => !besides.has(kind)).map((marker) => abscissa.of(marker));
  return blows
    .flatMap((marker) => {
      const at = abscissa.of(marker);
      const end = ends.find((other) => other > at) ?? Number.POSITIVE_INFINITY;
      const recovery = recoveryOf(errors, at, end);
      return recovery === null ? [] : [{ label: marker.label, at, ...recovery }];
    })
    .toReversed();
}

function recoveryOf(errors: Pick<History, 'at' | 'length'>, at: number, end: number): Omit<Recovery, 'label' | 'at'> | null {
  const first = firstFrom(errors, at);
  // Of two points at the step of the damage, the first is the one before it.
  const hasBoth = first + 1 < errors.length && errors.at(first + 1, 0) === at;
  const last = hasBoth ? first : first - 1;
  const before = last >= 0 ? errors.at(last, 1) : Number.NaN;
  if (!(before > 0)) return null;
  let spike = 0;
  let ratio = Number.NaN;
  let took: number | null = null;
  for (let row = last + 1; row < errors.length && errors.at(row, 0) <= end; row++) {
    // A damage of the next moment has its own point before it at `end`; what follows there is not ours.
    if (errors.at(row, 0) === end && row > last + 1 && errors.at(row - 1, 0) === end) break;
    ratio = errors.at(row, 1) / before;
    if (ratio > spike) [spike, took] = [ratio, null];
    if (took === null && ratio <= recoveredFactor) took = errors.at(row, 0) - at;
  }
  return Number.isFinite(ratio) || spike > 0 ? { before, spike, ratio, took } : null;
}

/** The first row whose abscissa is not below `at`. */
function firstFrom(errors: Pick<History, 'at' | 'length'>, at: number): number {
  let [low, high] = [0, errors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (errors.at(middle, 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
