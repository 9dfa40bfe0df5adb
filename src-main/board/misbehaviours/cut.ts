import { afterParameter, defineMisbehaviour, edgeParameter } from './misbehaviour.ts';

export const cut = defineMisbehaviour({
  spec: {
    kind: 'cut',
    title: 'Cut edge',
    doc: 'An edge loses its connection, in both networks.',
    parameters: { edge: edgeParameter, after: afterParameter },
  },
  start({ edge, after }, bench) {
    bench.time.after(1000 * after, () => bench.board.analog.damage([edge], 'cut'));
  },
});
