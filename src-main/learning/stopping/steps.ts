import { formatCount } from '../../../shared/units.ts';
import { defineStopCondition, momentary } from './stopCondition.ts';

/** So many steps are done since the beginning of the run. */
export const steps = defineStopCondition({
  spec: {
    kind: 'steps',
    title: 'Steps',
    doc: 'Stops at the first measurement at or after a number of training steps, counted from the beginning of the run.',
    equation: 'n ≥ after',
    parameters: {
      after: {
        type: 'number',
        title: 'After',
        doc: 'Training steps: datapoints shown.',
        unit: 'step',
        default: 100_000,
        minimum: 1,
        maximum: 1e12,
        integer: true,
      },
    },
  },
  words: ({ after }) => `${formatCount(after)} steps`,
  create: ({ after }) => momentary((moment) => moment.step >= after),
});
