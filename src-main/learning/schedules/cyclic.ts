import { defineSchedule } from './schedule.ts';

/** One datapoint after the other, each for `hold` steps in a row, and again from the first. */
export const cyclic = defineSchedule({
  spec: {
    kind: 'cyclic',
    title: 'In turn',
    doc: 'One datapoint after the other, each held for a number of steps, and again from the first.',
    parameters: {
      hold: {
        type: 'number',
        title: 'Hold',
        doc: 'Steps in a row for which each datapoint is shown.',
        unit: 'step',
        default: 1,
        minimum: 1,
        maximum: 1e9,
        integer: true,
      },
    },
  },
  create:
    ({ hold }, datapoints) =>
    (step) =>
      Math.floor(step / hold) % datapoints,
});
