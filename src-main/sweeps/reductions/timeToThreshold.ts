import { defineReduction, measurementWatch } from './reduction.ts';

/** How long learning takes. */
export const timeToThreshold = defineReduction({
  spec: {
    kind: 'timeToThreshold',
    title: 'Time to a threshold',
    doc: 'When the error is first measured at or below a threshold: learning time and steps; nothing where it never is.',
    parameters: {
      threshold: {
        type: 'number',
        title: 'Threshold',
        doc: 'The error that is to be reached, V²; with `relative` a part of the first error.',
        unit: '',
        default: 1e-3,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e12,
      },
      measure: {
        type: 'choice',
        title: 'Measure',
        doc: 'absolute: in V²; relative: to the error before the first step.',
        choices: ['absolute', 'relative'],
        default: 'absolute',
      },
      stay: {
        type: 'number',
        title: 'Stay',
        doc: 'Measurements in a row for which it has to stay there; the first of them counts.',
        unit: '',
        default: 1,
        minimum: 1,
        maximum: 1_000_000,
        integer: true,
      },
    },
  },
  quantities: [
    { name: 'timeToThreshold', title: 'Time to the threshold', unit: 's', isLogarithmic: true },
    { name: 'stepsToThreshold', title: 'Steps to the threshold', unit: 'step', isLogarithmic: true },
  ],
  watch({ threshold, measure, stay }) {
    let level = measure === 'absolute' ? threshold : Number.NaN;
    let inRow = 0;
    let since = { time: 0, step: 0 };
    let reached: { time: number; step: number } | null = null;
    const watch = measurementWatch(
      ({ error, time, step }) => {
        if (Number.isNaN(level)) level = threshold * error;
        if (reached !== null) return;
        if (!(error <= level)) inRow = 0;
        else if (++inRow === 1) since = { time, step };
        if (inRow >= stay) reached = since;
      },
      () => ({ timeToThreshold: reached?.time ?? null, stepsToThreshold: reached?.step ?? null }),
    );
    return { ...watch, isDecided: () => reached !== null };
  },
});
