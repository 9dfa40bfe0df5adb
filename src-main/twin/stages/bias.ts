import { canLearn, runLearning } from './learning.ts';
import { defineStage } from './stage.ts';

/** The bias of every edge, as far as the data ask for it a function of the state. */
export const bias = defineStage({
  spec: {
    kind: 'bias',
    title: 'Bias B, and its dependence on the state',
    doc:
      'Fits what else moves the gates: zeros and unequal gains of the amplifiers and multipliers of every edge, which make the bias a function ' +
      'of the drops, and the diode that bounds the gates from below.',
    equation: 'dG/dt = A(ΔV_F² − ΔV_C²) + m(ΔV_F² + ΔV_C²)/2 + pΔV_F + qΔV_C + fΔV_F·V̄_F + cΔV_C·V̄_C + B + diode',
    parameters: {},
  },
  needs: 'Recordings in which the board learnt towards several labels, and some in which it had settled.',
  after: ['edges'],
  missing: canLearn,
  run: (context, draft) => runLearning(context, draft, 'bias'),
});
