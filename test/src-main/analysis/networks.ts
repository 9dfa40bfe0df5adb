import { parseDocument } from '../../../shared/documents/parse.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument, type ExperimentInput } from '../../../src-main/learning/experiment/document.ts';
import { Trainer } from '../../../src-main/learning/trainer.ts';

/** A trainer for any document; what is not said has no influence on the analyses. */
export function trainerOf(input: Partial<ExperimentInput> & Pick<ExperimentInput, 'roles' | 'dataset'>): Trainer {
  const document: ExperimentInput = {
    format: 'twinbench.experiment',
    version: 1,
    title: 'An analysis',
    rule: { kind: 'conductance' },
    clamping: { kind: 'standard', nudge: 0.5 },
    schedule: { kind: 'cyclic' },
    stepTime: 1e-3,
    steps: 100,
    measure: { every: 10, of: 'training' },
    ...input,
  };
  return new Trainer(compileExperiment(parseDocument(experimentDocument, document, 'the test')));
}

/** O between `top` (an input, V) and `bottom` (0 V), both edges resistors of 1 S unless they are set. */
export function dividerTrainer(tops: readonly number[], labels: readonly number[], nudge = 0.5): Trainer {
  return trainerOf({
    generate: { topology: { kind: 'divider' }, edgeModel: { kind: 'resistor' }, state: 1 },
    roles: {
      inputs: [{ name: 'V', node: 'top' }],
      supplies: [{ name: 'ground', node: 'bottom', voltage: 0 }],
      outputs: [{ name: 'O', node: 'O' }],
    },
    dataset: { kind: 'table', inputs: tops.map((top) => [top]), labels: labels.map((label) => [label]) },
    clamping: { kind: 'standard', nudge },
  });
}

/** A random connected network of resistors with spread conductances, two held nodes and one output. */
export function randomTrainer(seed: number, nudge: number): Trainer {
  return trainerOf({
    generate: { topology: { kind: 'random', nodes: 10, edges: 20 }, edgeModel: { kind: 'resistor' }, state: 1, spread: 0.6 },
    roles: {
      inputs: [{ name: 'V', node: 'n0' }],
      supplies: [{ name: 'ground', node: 'n1', voltage: 0 }],
      outputs: [{ name: 'O', node: 'n2' }],
    },
    dataset: { kind: 'table', inputs: [[1], [-0.5]], labels: [[0.3], [0.2]] },
    clamping: { kind: 'standard', nudge },
    seed,
  });
}
