import { defineSchedule } from './schedule.ts';

/** An explicit list of datapoints, repeated when it ends. */
export const list = defineSchedule({
  spec: {
    kind: 'list',
    title: 'As listed',
    doc: 'The datapoints of an explicit list, one per step, repeated when it ends.',
    parameters: { order: { type: 'indices', title: 'Order', doc: 'Datapoints of the training set, counted from 0.', default: [0] } },
  },
  create:
    ({ order }) =>
    (step) =>
      order[step % order.length],
});
