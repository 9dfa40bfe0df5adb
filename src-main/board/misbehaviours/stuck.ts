import { afterParameter, defineMisbehaviour, edgeParameter } from './misbehaviour.ts';

export const stuck = defineMisbehaviour({
  spec: {
    kind: 'stuck',
    title: 'Stuck edge',
    doc: 'An edge no longer learns; it conducts as it did.',
    parameters: { edge: edgeParameter, after: afterParameter },
  },
  start({ edge, after }, bench) {
    bench.time.after(1000 * after, () => bench.board.analog.damage([edge], 'stuck'));
  },
});
