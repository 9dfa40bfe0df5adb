import { afterParameter, defineMisbehaviour } from './misbehaviour.ts';

export const reset = defineMisbehaviour({
  spec: {
    kind: 'reset',
    title: 'Reset',
    doc: 'Somebody presses the reset button: the program on the board begins anew, what the edges have learnt stays.',
    parameters: { after: afterParameter },
  },
  start({ after }, bench) {
    bench.time.after(1000 * after, () => bench.board.reset());
  },
});
