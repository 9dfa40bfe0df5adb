import { defineSchedule } from './schedule.ts';

/** A datapoint drawn at random at every step, all equally likely. */
export const random = defineSchedule({
  spec: { kind: 'random', title: 'At random', doc: 'A datapoint drawn at random at every step, all equally likely.', parameters: {} },
  create: (_config, datapoints, numbers) => () => numbers.below(datapoints),
});
