import { formatPlain } from '../../shared/units.ts';

/** A logarithmic axis never shows less than this many decades, nor more than this many below its top. */
const fewestDecades = 2;
const mostDecades = 14;
/** More labels than this make an axis no clearer. */
const mostLabels = 6;

/**
 * Whole decades around positive data.
 *
 * @param smallest, largest  of the data that can be drawn, or `null` where there is none
 * @example decadesAround(3e-5, 0.02) // => [1e-5, 0.1]
 */
export function decadesAround(smallest: number | null, largest: number | null): [number, number] {
  if (smallest === null || largest === null || !(largest > 0)) return [1e-4, 1];
  const top = Math.ceil(Math.log10(largest) - 1e-9);
  const lowest = smallest > 0 ? Math.floor(Math.log10(smallest) + 1e-9) : top - fewestDecades;
  const bottom = Math.max(Math.min(lowest, top - fewestDecades), top - mostDecades);
  return [power(bottom), power(top)];
}

/** The decades to label: at most so many, evenly spaced. */
export function decadeTicks(low: number, high: number, most = mostLabels): number[] {
  const bottom = Math.round(Math.log10(low));
  const top = Math.round(Math.log10(high));
  const step = Math.ceil((top - bottom) / (most - 1));
  const ticks: number[] = [];
  for (let exponent = bottom; exponent <= top; exponent += step) ticks.push(power(exponent));
  return ticks;
}

/** The decades to label within bounds that somebody chose, which need not be whole decades; the bounds themselves where there are none. */
export function decadeTicksWithin(low: number, high: number, most = mostLabels): number[] {
  const within = decadeTicks(10 ** Math.ceil(Math.log10(low) - 1e-9), 10 ** Math.floor(Math.log10(high) + 1e-9), most);
  return within.length > 1 ? within : [low, high];
}

/** A linear range with a little room on both sides; never empty. */
export function paddedRange(smallest: number | null, largest: number | null): [number, number] {
  if (smallest === null || largest === null) return [0, 1];
  const room = largest > smallest ? 0.08 * (largest - smallest) : Math.max(Math.abs(largest) * 0.1, 1e-3);
  return [smallest - room, largest + room];
}

/** A power of ten for a tick: "10⁻⁵"; another number in full. */
export function formatDecade(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(value / 10 ** exponent - 1) > 1e-6) return formatTick(value);
  if (exponent === 0) return '1';
  return formatPlain(10 ** exponent, 1).startsWith('1×') ? formatPlain(10 ** exponent, 1).slice(2) : `10${superscript(exponent)}`;
}

function superscript(exponent: number): string {
  return String(exponent).replace(/[-0-9]/g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));
}

/** 10ⁿ read from text: `10 ** -5` is 0.000009999999999999999 on some machines. */
function power(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** A number on a linear axis: no more digits than it has. */
export function formatTick(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) return formatPlain(value, 2);
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** Rows of a long table that are read out: the first, the last and evenly between, at most `count`. */
export function sampleRows(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, row) => row);
  return Array.from({ length: count }, (_, place) => Math.round((place * (length - 1)) / (count - 1)));
}
