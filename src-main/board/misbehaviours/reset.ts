import { atMoment, defineMisbehaviour, momentParameters } from './misbehaviour.ts';

export const reset = defineMisbehaviour({
  spec: {
    kind: 'reset',
    title: 'Reset',
    doc: 'Somebody presses the reset button: the program on the board begins anew, what the edges have learnt stays.',
    parameters: { ...momentParameters },
  },
  start(moment, bench) {
    atMoment(moment, bench, () => bench.board.reset());
  },
});
