import { defineReduction, measurementWatch } from './reduction.ts';

/** How the error begins and where it comes lowest. */
export const lowestError = defineReduction({
  spec: {
    kind: 'lowestError',
    title: 'First and lowest error',
    doc: 'The error before the first step, the lowest one that was measured, and the learning time at which it was.',
    parameters: {},
  },
  quantities: [
    { name: 'firstError', title: 'First error', unit: 'V²', isLogarithmic: true },
    { name: 'lowestError', title: 'Lowest error', unit: 'V²', isLogarithmic: true },
    { name: 'lowestTime', title: 'Time of the lowest error', unit: 's', isLogarithmic: true },
  ],
  watch() {
    let first: number | null = null;
    let lowest: number | null = null;
    let time: number | null = null;
    return measurementWatch(
      (measurement) => {
        first ??= measurement.error;
        if (!(lowest === null || measurement.error < lowest)) return;
        lowest = measurement.error;
        time = measurement.time;
      },
      () => ({ firstError: first, lowestError: lowest, lowestTime: time }),
    );
  },
});
