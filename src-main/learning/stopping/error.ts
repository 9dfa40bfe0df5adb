import { formatExactly } from '../../../shared/units.ts';
import { defineStopCondition, momentary } from './stopCondition.ts';

/** The error that the bench shows is small enough. An undetermined error (NaN: an output floats) never is. */
export const error = defineStopCondition({
  spec: {
    kind: 'error',
    title: 'Error below',
    doc:
      'Stops at the first measurement whose error is below a threshold. It is the error that the bench shows, over the set that the program ' +
      'measures. An undetermined error (an output without a path) is never below it.',
    equation: 'E = ⟨Σ (O − L)²⟩ < below',
    parameters: {
      below: {
        type: 'number',
        title: 'Below',
        doc: 'Mean over the datapoints of the sum over the outputs of the squared distance between output and label.',
        unit: 'V²',
        default: 1e-5,
        minimum: 0,
        maximum: 1e6,
        exclusiveMinimum: true,
      },
    },
  },
  words: ({ below }) => `error below ${formatExactly(below, 'V²')}`,
  create: ({ below }) => momentary((moment) => moment.error < below),
});
