import type { Session } from '../../../shared/session.ts';
import type { PlotSpec } from '../../plots/plot.ts';
import { runSpec, seriesOf } from '../../plots/seriesSpec.ts';
import type { Abscissa } from '../../view/abscissa.ts';
import type { Theme } from '../../view/colours.ts';

/** The fraction of datapoints that are classified correctly. */
export function accuracySpec(abscissa: Abscissa, theme: Theme): PlotSpec {
  return runSpec(
    {
      title: 'Accuracy over the run',
      isLogarithmic: false,
      yRange: [0, 1.04],
      series: seriesOf(['accuracy'], theme),
      formatY: (value) => `${(100 * value).toFixed(1)}\u00a0%`,
      formatTick: (value) => `${Math.round(100 * value)}\u00a0%`,
    },
    abscissa,
  );
}

/** What error and accuracy are taken over: "120 test datapoints". */
export function measuredSet({ of, training, test }: Session['measured']): string {
  switch (of) {
    case 'test':
      return `${test} test datapoints`;
    case 'training':
      return `${training} training datapoints`;
    case 'present':
      return 'the datapoint shown';
  }
}
