import { atMoment, defineMisbehaviour, edgeParameter, momentParameters } from './misbehaviour.ts';

export const stuck = defineMisbehaviour({
  spec: {
    kind: 'stuck',
    title: 'Stuck edge',
    doc: 'An edge no longer learns; it conducts as it did.',
    parameters: { edge: edgeParameter, ...momentParameters },
  },
  start({ edge, ...moment }, bench) {
    atMoment(moment, bench, () => bench.board.analog.damage([edge], 'stuck'));
  },
});
