import type { Session } from '../../../shared/session.ts';
import { formatQuantity } from '../../../shared/units.ts';
import type { PlotData, PlotSpec, Series } from '../../plots/plot.ts';
import { formatTick } from '../../plots/scales.ts';
import type { Abscissa } from '../../view/abscissa.ts';

/** Voltages are solved to 1 nV: an error of less than its square is rounding, V². */
const errorFloor = 1e-18;

/** Where voltages lag behind, their error at the moment stands beside that of the settled network. */
export const laggingNames = ['settled', 'at the moment'] as const;

/** What the error plot shows: the mean squared error of the outputs over the run. */
export function errorSpec(abscissa: Abscissa, series: readonly Series[], isLogarithmic: boolean): PlotSpec {
  return {
    title: 'Error over the run',
    xLabel: abscissa.label,
    xUnit: abscissa.unit,
    isLogarithmic,
    floor: errorFloor,
    yRange: null,
    series,
    levels: [],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatY: (value) => formatQuantity(value, 'V²'),
    formatTick,
  };
}

/** Whether a run has errors of the moment beside those of the settled network. */
export function isLagging({ history }: Pick<Session, 'history'>): boolean {
  return history.some(({ momentaryError }) => momentaryError !== undefined);
}

/** The line above the plot: the value under the cursor, or the latest. */
export function errorReading(data: PlotData, row: number | null, spec: PlotSpec): string {
  const length = data[0]?.length ?? 0;
  const at = row ?? length - 1;
  const x = data[0]?.[at] ?? null;
  if (x === null) return '';
  const errors = data.slice(1).flatMap((column, index) => (spec.series[index]?.kind === 'bound' ? [] : [column[at] ?? null]));
  const where = row === null ? '' : `${spec.formatX(x)}${spec.xUnit === '' ? '' : `\u00a0${spec.xUnit}`}: `;
  return where + errors.map((error) => (error === null ? '–' : spec.formatY(error))).join('  ');
}
