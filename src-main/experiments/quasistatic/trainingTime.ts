import { defineExperiment } from '../experiment.ts';
import { allosteryDraw } from './allosteryDraw.ts';
import { drawnTask, exponentOf, trainAll } from './passage.ts';

/** Sources of the tasks of Fig. 2c, d. */
const SOURCES = 10;
const SLOW = [1e-3, 1e-2, 1e-1];
const FAST = [10, 30, 100, 300, 1000];

/** Fig. 2d: training time against the scaled learning rate. */
export const trainingTime = defineExperiment({
  spec: {
    kind: 'trainingTime',
    title: 'Training time against learning rate',
    doc: 'How the time to train 64 nodes with ten sources falls with the scaled learning rate R, from 0.001 to 1000.',
    reference: { source: 'stern2022', place: 'Fig. 2d' },
    parameters: {},
  },
  seeds: 20,
  quickSeeds: 6,
  claims: [
    {
      id: 'slowExponent',
      quantity: 'Exponent of the time to a millionth of the first error, R = 0.001 to 0.1',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 2d' },
      published: -1,
      bar: { statistic: 'median', relation: 'between', value: [-1.03, -0.97] },
      reason: 'In the quasistatic limit it is exactly −1; at R = 0.1 the voltages already lag by a few per cent.',
      absent: 'leftOut',
    },
    {
      id: 'firstZeroExponent',
      quantity: 'Exponent of the time of the first minimum of the nonequilibrium error, R = 10 to 1000',
      unit: '',
      source: { source: 'stern2022', place: 'Methods, below Eq. 14' },
      published: -0.5,
      bar: { statistic: 'median', relation: 'between', value: [-0.6, -0.4] },
      reason:
        'The derivation holds for drops that stay the same on the way and for targets that pass zero together, which they do not quite.',
      absent: 'leftOut',
    },
    {
      id: 'fastExponent',
      quantity: 'Exponent of the time to a millionth of the first equilibrium error, R = 10 to 1000',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 2d' },
      published: -0.5,
      reason: 'No bar: this is not what the derivation is about, and it does not hold on every network.',
      note: 'The equilibrium error rings many times before it reaches a millionth, so that its exponent is flatter and scatters: the −1/2 is that of the first zero.',
      absent: 'leftOut',
    },
    {
      id: 'unreachable',
      quantity: 'Draws out of reach: not trained to a millionth at R = 0.001',
      unit: '',
      source: { source: 'stern2022', place: 'Fig. 2c, d' },
      published: 'none mentioned',
      bar: { statistic: 'fraction', relation: '<=', value: 0.5 },
      reason:
        'With conductances kept above a floor not every draw has a solution; more than half out of reach would say something else is wrong.',
    },
  ],
  document: () => allosteryDraw(1, SOURCES, 10),
  run(seed, report) {
    const task = drawnTask(seed, SOURCES);
    const passages = trainAll(task, [...SLOW, ...FAST], report);
    const slow = passages.slice(0, SLOW.length);
    const fast = passages.slice(SLOW.length);
    return {
      slowExponent: exponentOf(slow, (passage) => passage.trainingTime),
      firstZeroExponent: exponentOf(fast, (passage) => passage.firstMinimum),
      fastExponent: exponentOf(fast, (passage) => passage.trainingTime),
      unreachable: slow[0].trainingTime === null ? 1 : 0,
    };
  },
});
