import { formatExactly } from '../../../shared/units.ts';
import { defineStopCondition, hasCome, momentary } from './stopCondition.ts';

/** So much learning time has passed since the first step of the run. */
export const time = defineStopCondition({
  spec: {
    kind: 'time',
    title: 'Learning time',
    doc: 'Stops at the first measurement at or after a learning time, counted from the first step of the run.',
    equation: 't = Σ t_h ≥ after',
    parameters: {
      after: {
        type: 'number',
        title: 'After',
        doc: 'Learning time: the sum of the step times of all steps, whatever the clock on the wall says.',
        unit: 's',
        default: 10,
        minimum: 0,
        maximum: 1e12,
        exclusiveMinimum: true,
      },
    },
  },
  words: ({ after }) => `learning time ${formatExactly(after, 's')}`,
  create: ({ after }) => momentary((moment) => hasCome(moment.time, after)),
});
