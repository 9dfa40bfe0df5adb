import { afterParameter, defineMisbehaviour, durationParameter } from './misbehaviour.ts';

export const stall = defineMisbehaviour({
  spec: {
    kind: 'stall',
    title: 'Standstill',
    doc: 'The board stands still and says nothing, then goes on as if nothing had been.',
    parameters: { after: afterParameter, duration: durationParameter },
  },
  start({ after, duration }, bench) {
    bench.time.after(1000 * after, () => bench.stall(duration === 0 ? Infinity : duration));
  },
});
