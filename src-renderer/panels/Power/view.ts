import { formatQuantity } from '../../../shared/units.ts';
import type { PlotSpec } from '../../plots/plot.ts';
import { runSpec, seriesOf } from '../../plots/seriesSpec.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import type { Theme } from '../../view/colours.ts';

/** The power of inference: what the free network turns into heat, mean over the training set. */
export function powerSpec(abscissa: Abscissa, isLogarithmic: boolean, theme: Theme): PlotSpec {
  return runSpec(
    {
      title: 'Power of the free network over the run',
      isLogarithmic,
      series: seriesOf(['power'], theme),
      formatY: (value) => formatQuantity(value, 'W'),
      formatTick: (value) => formatQuantity(value, 'W', 2),
    },
    abscissa,
  );
}
