import { ticksIn } from '../../plots/canvas.ts';
import { formatDecade, formatTick } from '../../plots/scales.ts';
import { formatPlain } from '../../../shared/units.ts';

/** An axis of a plot: values to a part of its length, 0..1, and what is written at it. */
export interface Scale {
  partOf(value: number): number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** A linear scale around the values, with a little room. Not-a-numbers and `null` don't count. */
export function linearScale(values: readonly (number | null)[], room = 0.05): Scale {
  const [low, high] = extent(values, room);
  const partOf = (value: number): number => (value - low) / (high - low);
  return { partOf, ticks: ticksIn([low, high]).map((value) => ({ at: partOf(value), text: formatTick(value) })) };
}

/** A logarithmic scale is no shorter, in decades: what differs by less than a few percent is nearly level, and its numbers differ in three digits. */
const shortest = 0.02;

/** A logarithmic scale around the positive values, with powers of ten; or with 1, 2 and 5 where there are few of those. */
export function logarithmicScale(values: readonly (number | null)[], room = 0.05): Scale {
  const positive = values.filter((value): value is number => value !== null && value > 0);
  const [lowest, highest] = extent(positive.length === 0 ? [0, 1] : positive.map(Math.log10), room);
  const missing = Math.max(0, shortest - (highest - lowest)) / 2;
  const [low, high] = [lowest - missing, highest + missing];
  const partOf = (value: number): number => (Math.log10(value) - low) / (high - low);
  const [first, last] = [Math.ceil(low - 1e-9), Math.floor(high + 1e-9)];
  if (last - first >= 1) {
    const step = Math.ceil((last - first + 1) / 7);
    const exponents = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
    return { partOf, ticks: exponents.map((exponent) => ({ at: (exponent - low) / (high - low), text: formatDecade(10 ** exponent) })) };
  }
  const candidates = [Math.floor(low), Math.ceil(low)].flatMap((exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent));
  const within = candidates.filter((value) => Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9);
  // Less than a step of 1, 2, 5: round values as on a linear axis.
  const round = within.length > 1 ? [...new Set(within)] : ticksIn([10 ** low, 10 ** high]);
  return { partOf, ticks: round.map((value) => ({ at: partOf(value), text: textOf(value, round) })) };
}

/** A number on a logarithmic axis, with as many digits as tell it from the others there. */
function textOf(value: number, all: readonly number[]): string {
  const isTold = new Set(all.map((other) => formatDecade(Number(other.toPrecision(3))))).size === all.length;
  return isTold ? formatDecade(Number(value.toPrecision(3))) : formatPlain(value, 3);
}

function extent(values: readonly (number | null)[], room: number): [number, number] {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (finite.length === 0) return [0, 1];
  const low = finite.reduce((least, value) => Math.min(least, value));
  const high = finite.reduce((most, value) => Math.max(most, value));
  const extra = high > low ? room * (high - low) : Math.max(Math.abs(high) * 0.1, 0.1);
  return [low - extra, high + extra];
}
