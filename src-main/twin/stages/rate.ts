import { defineStage } from './stage.ts';
import { canLearn, runLearning } from './learning.ts';

/** The learning rate of every edge, with a bias that is constant. */
export const rate = defineStage({
  spec: {
    kind: 'rate',
    title: 'Learning rate A₀',
    doc: 'Lays the measured changes of the gates on what the networks drive them with: the learning rate of every edge, beside a constant bias.',
    equation: 'dG/dt = A·(ΔV_F² − ΔV_C²) + B',
    parameters: {},
  },
  needs: 'Recordings in which the board learnt between measurements; intervals shorter than 20 ms tell most.',
  after: ['edges'],
  missing: canLearn,
  run: (context, draft) => runLearning(context, draft, 'rate'),
});
