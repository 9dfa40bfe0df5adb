import type { Session } from '../../../shared/session.ts';
import { isLabelSequence } from '../../stores/records.ts';
import type { PlotSpec } from '../../plots/plot.ts';
import { runSpec, seriesOf } from '../../plots/seriesSpec.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import type { Theme } from '../../view/colours.ts';
import { formatVolts } from '../../view/quantities.ts';
import { formatGiven } from '../Task/view.ts';

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
  const outputs = seriesOf(curveNames(session), theme);
  const labels = outputs.map((series) => ({ ...series, label: `label of ${series.label}`, dash: [1.5, 3], width: 1.25 }));
  const title = 'Outputs of every datapoint over the run, with their labels';
  return runSpec({ title, isLogarithmic: false, series: [...outputs, ...labels], formatY: formatVolts }, abscissa);
}
