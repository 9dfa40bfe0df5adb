import { defineMisbehaviour, probabilityParameter } from './misbehaviour.ts';

export const duplicate = defineMisbehaviour({
  spec: {
    kind: 'duplicate',
    title: 'Repeated bytes',
    doc: 'Bytes arrive twice, in both directions.',
    parameters: { probability: probabilityParameter },
  },
  start({ probability }, { cable }, random) {
    cable.filters.push((byte) => (random.uniform() < probability ? [byte, byte] : [byte]));
  },
});
