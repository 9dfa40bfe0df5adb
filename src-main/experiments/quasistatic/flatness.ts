import { contrastiveHessian, spectrum } from '../../analysis/contrastiveHessian.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { Trainer } from '../../learning/trainer.ts';
import { heldTask } from '../../learning/transient/heldTaskOf.ts';
import { defineExperiment, type Claim } from '../experiment.ts';
import { allosteryDraw } from './allosteryDraw.ts';
import { trainAll } from './passage.ts';

const SOURCES = 10;
const SLOWEST = 1e-2;
const RATES = [SLOWEST, 1, 10, 100, 1000];

function claimAt<Id extends string>(id: Id, rate: number): Claim<Id> {
  return {
    id,
    quantity: `Largest eigenvalue of the contrastive Hessian where training ends at R = ${rate}, relative to slow learning`,
    unit: '',
    source: { source: 'stern2022', place: 'Fig. 3b' },
    published: 'falls linearly with R',
    reason: 'No bar: the scatter between draws is wider than the change.',
    note: 'Solutions get a little flatter up to R = 10; beyond, single draws go either way, and nothing falls in proportion to R.',
    absent: 'leftOut',
  };
}

/** Fig. 3b: how flat the solutions are that fast learning finds. */
export const flatness = defineExperiment({
  spec: {
    kind: 'flatness',
    title: 'Flatness of the solutions',
    doc: 'The largest eigenvalue of the contrastive Hessian at the solutions that different scaled learning rates R find for the same task.',
    reference: { source: 'stern2022', place: 'Fig. 3b' },
    parameters: {},
  },
  seeds: 20,
  quickSeeds: 1,
  claims: [claimAt('flatnessAt1', 1), claimAt('flatnessAt10', 10), claimAt('flatnessAt100', 100), claimAt('flatnessAt1000', 1000)],
  document: () => allosteryDraw(1, SOURCES, 10),
  run(seed, report) {
    const experiment = compileExperiment(allosteryDraw(seed, SOURCES));
    const task = heldTask(experiment);
    const trainer = new Trainer(experiment);
    const largest = trainAll(task, RATES, report).map(({ trainingTime, conductances }) =>
      trainingTime === null ? null : spectrum(contrastiveHessian(trainer, conductances, [0])).at(-1)!,
    );
    const [slow, ...fast] = largest;
    const [flatnessAt1, flatnessAt10, flatnessAt100, flatnessAt1000] = fast.map((value) =>
      value === null || slow === null ? null : value / slow,
    );
    return { flatnessAt1, flatnessAt10, flatnessAt100, flatnessAt1000 };
  },
});
