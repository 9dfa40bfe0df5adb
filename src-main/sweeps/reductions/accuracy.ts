import { ProblemError } from '../../../shared/problem.ts';
import { median } from '../../math/statistics.ts';
import { defineReduction, measurementWatch, overParameter, Recent } from './reduction.ts';

/** The share of datapoints that a classifier finds right in the end. */
export const accuracy = defineReduction({
  spec: {
    kind: 'accuracy',
    title: 'Accuracy',
    doc: 'The fraction of datapoints that are classified correctly at the end: the median of the last measurements.',
    parameters: { over: overParameter },
  },
  quantities: [{ name: 'accuracy', title: 'Accuracy', unit: '', isLogarithmic: false }],
  watch({ over }, experiment) {
    if (experiment.classNames.length === 0) {
      throw new ProblemError({
        code: 'E-RUN-INVALID',
        what: 'The experiment has no accuracy',
        where: '$.reductions',
        why: 'its dataset has labels instead of classes',
        remedy: 'Take "finalError", or an experiment with classes.',
      });
    }
    const recent = new Recent(over);
    return measurementWatch(
      (measurement) => recent.add(measurement),
      () => ({ accuracy: median(recent.last.map((measurement) => measurement.accuracy ?? 0)) }),
    );
  },
});
