import { formatQuantity } from '../../../shared/units.ts';
import type { PlotSpec } from '../../plots/plot.ts';
import { runSpec, seriesOf } from '../../plots/seriesSpec.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import type { Theme } from '../../view/colours.ts';

/** A sum of voltages that a board tells in whole steps is zero but for the rounding of its terms, each some 1e-16 V: nothing to draw, V. */
export const rounding = 1e-12;

/** Names of modes that have one: of one input the powers 0, 1, 2; of two the powers of each. */
const words: Readonly<Record<string, string>> = { '0': 'mean', '1': 'slope', '2': 'curvature' };

/** The modes of error over the run: sizes on a logarithmic scale, signed contributions on a linear one. */
export function modesSpec(names: readonly string[], abscissa: Abscissa, theme: Theme, isLogarithmic: boolean): PlotSpec {
  const labels = names.map((name) => (words[name] === undefined ? name : `${name} ${words[name]}`));
  return runSpec(
    {
      title: isLogarithmic ? 'Size of the modes of error over the run' : 'Modes of error over the run',
      isLogarithmic,
      series: seriesOf(labels, theme),
      formatY: (value) => formatQuantity(value, 'V', 2),
    },
    abscissa,
  );
}
