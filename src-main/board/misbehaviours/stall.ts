import { atMoment, defineMisbehaviour, durationParameter, momentParameters } from './misbehaviour.ts';

export const stall = defineMisbehaviour({
  spec: {
    kind: 'stall',
    title: 'Standstill',
    doc: 'The board stands still and says nothing, then goes on as if nothing had been.',
    parameters: { ...momentParameters, duration: durationParameter },
  },
  start({ duration, ...moment }, bench) {
    atMoment(moment, bench, () => bench.stall(duration === 0 ? Infinity : duration));
  },
});
