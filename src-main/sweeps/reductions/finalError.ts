import { median } from '../../math/statistics.ts';
import { defineReduction, measurementWatch, overParameter, Recent } from './reduction.ts';

/** The error in which a run ends. */
export const finalError = defineReduction({
  spec: {
    kind: 'finalError',
    title: 'Final error',
    doc: 'The error in which the run ends: the median of its last measurements, V².',
    parameters: { over: overParameter },
  },
  quantities: [{ name: 'finalError', title: 'Final error', unit: 'V²', isLogarithmic: true }],
  watch({ over }) {
    const recent = new Recent(over);
    return measurementWatch(
      (measurement) => recent.add(measurement),
      () => ({ finalError: median(recent.last.map(({ error }) => error)) }),
    );
  },
});
