import { atMoment, defineMisbehaviour, edgeParameter, momentParameters } from './misbehaviour.ts';

export const cut = defineMisbehaviour({
  spec: {
    kind: 'cut',
    title: 'Cut edge',
    doc: 'An edge loses its connection, in both networks.',
    parameters: { edge: edgeParameter, ...momentParameters },
  },
  start({ edge, ...moment }, bench) {
    atMoment(moment, bench, () => bench.board.analog.damage([edge], 'cut'));
  },
});
