import { formatQuantity } from '../../../shared/units.ts';
import type { PlotData, PlotSpec } from '../../plots/plot.ts';
import { formatTick } from '../../plots/scales.ts';
import type { Abscissa } from '../../view/abscissa.ts';

/** What the error plot shows: the mean squared error of the outputs over the run. */
export function errorSpec(abscissa: Abscissa, colour: string, isLogarithmic: boolean): PlotSpec {
  return {
    title: 'Error over the run',
    xLabel: abscissa.label,
    xUnit: abscissa.unit,
    isLogarithmic,
    yRange: null,
    series: [{ label: 'error', colour }],
    levels: [],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatY: (value) => formatQuantity(value, 'V²'),
    formatTick,
  };
}

/** Data that a logarithmic axis can show: an error of exactly zero has no place on it. */
export function positiveOnly(abscissae: PlotData[number], errors: PlotData[number]): PlotData {
  return [abscissae, errors.map((error) => (error !== null && error > 0 ? error : null))];
}

/** The line above the plot: the value under the cursor, or the latest. */
export function errorReading(data: PlotData, row: number | null, spec: PlotSpec): string {
  const length = data[0]?.length ?? 0;
  const at = row ?? length - 1;
  const x = data[0]?.[at] ?? null;
  const error = data[1]?.[at] ?? null;
  if (x === null) return '';
  const where = row === null ? '' : `${spec.formatX(x)}${spec.xUnit === '' ? '' : `\u00a0${spec.xUnit}`}: `;
  return where + (error === null ? '–' : spec.formatY(error));
}
