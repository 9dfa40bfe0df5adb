import { defineMisbehaviour } from './misbehaviour.ts';

export const delay = defineMisbehaviour({
  spec: {
    kind: 'delay',
    title: 'Late bytes',
    doc: 'Every byte takes longer, in both directions, as through a hub or a network.',
    parameters: {
      time: { type: 'number', title: 'Time', doc: 'How much later bytes arrive.', unit: 's', default: 0.05, minimum: 0, maximum: 60 },
    },
  },
  start({ time }, { cable }) {
    cable.delay = 1000 * time;
  },
});
