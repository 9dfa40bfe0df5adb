import type { Abscissa } from '../view/abscissa.ts';
import { seriesColours, type Theme } from '../view/colours.ts';
import type { PlotData, PlotSpec, Series } from './plot.ts';
import { formatTick } from './scales.ts';

/** Dash patterns after the five colours are used up. */
const dashes: readonly (readonly number[] | undefined)[] = [undefined, [7, 3], [2, 2]];

/** One curve per name, told apart by colour and, beyond five, by dashes. */
export function seriesOf(names: readonly string[], theme: Theme): Series[] {
  const colours = seriesColours[theme];
  return names.map((label, index) => {
    const dash = dashes[Math.floor(index / colours.length) % dashes.length];
    return { label, colour: colours[index % colours.length], ...(dash === undefined ? {} : { dash }) };
  });
}

/** The bounds of a band around a curve of this colour. */
export function boundsOf(label: string, colour: string): Series[] {
  return ['highest', 'lowest'].map((end) => ({ label: `${label}, ${end}`, colour, width: 0.75, dash: [2, 2], kind: 'bound' }));
}

/** Where the upper bound of each band stands among the series; its lower one is the next. */
export function bandsIn(series: readonly Series[]): number[] {
  const bounds = series.flatMap(({ kind }, index) => (kind === 'bound' ? [index] : []));
  return bounds.filter((_, count) => count % 2 === 0);
}

/** How much of its colour fills a band: what lies behind it stays readable. */
export const BAND_OPACITY = 0.18;

/** A plot over the run with a curve per series; what is not given is as in most plots. */
export function runSpec(
  given: Pick<PlotSpec, 'title' | 'isLogarithmic' | 'series' | 'formatY'> & Partial<PlotSpec>,
  abscissa: Abscissa,
): PlotSpec {
  return {
    xLabel: abscissa.label,
    xUnit: abscissa.unit,
    yRange: null,
    levels: [],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatTick,
    ...given,
  };
}

/** Columns in which what is below the floor of a logarithmic axis lies on it. The abscissa stays. */
export function raised([abscissae, ...columns]: PlotData, floor: number): PlotData {
  return [abscissae, ...columns.map((column) => column.map((value) => (value === null ? null : Math.max(value, floor))))];
}

/**
 * Columns as a logarithmic axis can show them: sizes without sign, and no zero. The abscissa stays.
 *
 * @param rounding  sizes up to this are taken for zero
 */
export function magnitudes([abscissae, ...columns]: PlotData, rounding = 0): PlotData {
  const sizeOf = (value: number | null): number | null => (value === null || Math.abs(value) <= rounding ? null : Math.abs(value));
  return [abscissae, ...columns.map((column) => column.map(sizeOf))];
}
