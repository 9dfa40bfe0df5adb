import { defineMisbehaviour, probabilityParameter } from './misbehaviour.ts';

export const corrupt = defineMisbehaviour({
  spec: {
    kind: 'corrupt',
    title: 'Wrong bytes',
    doc: 'One bit of a byte is turned on the serial line, in both directions.',
    parameters: { probability: probabilityParameter },
  },
  start({ probability }, { cable }, random) {
    cable.filters.push((byte) => [random.uniform() < probability ? byte ^ (1 << random.below(8)) : byte]);
  },
});
