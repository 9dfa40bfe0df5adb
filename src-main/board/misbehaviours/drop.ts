import { defineMisbehaviour, probabilityParameter } from './misbehaviour.ts';

export const drop = defineMisbehaviour({
  spec: {
    kind: 'drop',
    title: 'Lost bytes',
    doc: 'Bytes are lost on the serial line, in both directions.',
    parameters: { probability: probabilityParameter },
  },
  start({ probability }, { cable }, random) {
    cable.filters.push((byte) => (random.uniform() < probability ? [] : [byte]));
  },
});
