import type { Session } from '../../../shared/session.ts';
import { isLabelSequence } from '../../stores/records.ts';
import type { PlotSpec, Series } from '../../plots/plot.ts';
import { formatTick } from '../../plots/scales.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import { seriesColours, type Theme } from '../../view/colours.ts';
import { formatVolts } from '../../view/quantities.ts';
import { formatGiven } from '../Task/view.ts';

/** Dash patterns after the five colours are used up. */
const dashes: readonly (readonly number[] | undefined)[] = [undefined, [7, 3], [2, 2]];

/** Names of the curves: by inputs where one output is trained on several datapoints (by number where the inputs don't tell them
 * apart), by output where there is one datapoint. */
export function curveNames(session: Pick<Session, 'inputs' | 'outputNames'>): string[] {
  if (isLabelSequence(session)) return session.outputNames;
  const isSmall = Math.max(...session.inputs.flat().map(Math.abs), 0) < 1;
  const names = session.inputs.map((inputs) => inputs.map((input) => formatGiven(input, isSmall ? 'mV' : 'V')).join(', '));
  const isTelling = new Set(names).size === names.length && names.every((name) => name !== '' && name.length <= 12);
  return names.flatMap((name, datapoint) =>
    session.outputNames.map((output) => {
      if (names.length === 1) return output;
      const given = isTelling ? name : `#${datapoint + 1}`;
      return session.outputNames.length === 1 ? given : `${output} at ${given}`;
    }),
  );
}

/** Solid lines for the outputs, thin dotted ones of the same colour for their labels. */
export function outputsSpec(session: Pick<Session, 'inputs' | 'outputNames'>, abscissa: Abscissa, theme: Theme): PlotSpec {
  const colours = seriesColours[theme];
  const outputs: Series[] = curveNames(session).map((label, index) => {
    const dash = dashes[Math.floor(index / colours.length) % dashes.length];
    return { label, colour: colours[index % colours.length], ...(dash === undefined ? {} : { dash }) };
  });
  const labels = outputs.map((series) => ({ ...series, label: `label of ${series.label}`, dash: [1.5, 3], width: 1.25 }));
  return {
    title: 'Outputs of every datapoint over the run, with their labels',
    xLabel: abscissa.label,
    xUnit: abscissa.unit,
    isLogarithmic: false,
    yRange: null,
    series: [...outputs, ...labels],
    levels: [],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatY: formatVolts,
    formatTick,
  };
}

/** The fraction of datapoints that are classified correctly, for tasks with too many outputs to draw. */
export function accuracySpec(abscissa: Abscissa, theme: Theme): PlotSpec {
  return {
    title: 'Accuracy over the run',
    xLabel: abscissa.label,
    xUnit: abscissa.unit,
    isLogarithmic: false,
    yRange: [0, 1.04],
    series: [{ label: 'accuracy', colour: seriesColours[theme][0] }],
    levels: [],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatY: (value) => `${(100 * value).toFixed(1)}\u00a0%`,
    formatTick: (value) => `${Math.round(100 * value)}\u00a0%`,
  };
}
