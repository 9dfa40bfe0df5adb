import { defineSchedule } from './schedule.ts';

/**
 * Two or more tasks in turn (Dillavou 2025, Fig. 1B): the datapoints fall into groups, each group is trained for an equal
 * part of the period, and within its part its datapoints follow one another in order. A group goes on where its last turn ended:
 * when a turn is shorter than a pass through the group (τ = 0.2 ms), every datapoint is still shown equally often.
 */
export const alternating = defineSchedule({
  spec: {
    kind: 'alternating',
    title: 'Tasks in turn',
    doc: 'The datapoints fall into groups (tasks); each group is trained for an equal part of the period, its datapoints in order.',
    reference: { source: 'dillavou2025', place: 'Fig. 1B' },
    parameters: {
      groups: { type: 'indices', title: 'Groups', doc: 'Group of each datapoint, counted from 0.', default: [0] },
      period: {
        type: 'number',
        title: 'Period',
        doc: 'Steps after which the first group is trained again.',
        unit: 'step',
        default: 1000,
        minimum: 1,
        maximum: 1e12,
        integer: true,
      },
    },
  },
  create({ groups, period }) {
    const members: number[][] = [];
    groups.forEach((group, datapoint) => (members[group] ??= []).push(datapoint));
    const filled = members.filter((group) => group.length > 0);
    const part = Math.max(Math.floor(period / filled.length), 1);
    return (step) => {
      const turn = Math.floor(step / part);
      const group = filled[turn % filled.length];
      const earlier = Math.floor(turn / filled.length) * part;
      return group[(earlier + (step % part)) % group.length];
    };
  },
});
