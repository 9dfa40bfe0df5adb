import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument, type ExperimentDocument, type ExperimentInput } from '../../../src-main/learning/experiment/document.ts';
import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { noDefects, type Defects } from '../../../src-main/physics/imperfections/imperfection.ts';
import { createEdgeBank } from '../../../src-main/physics/edgeBank.ts';
import type { EdgeBank } from '../../../src-main/physics/edges/edgeModel.ts';
import { buildNetwork } from '../../../src-main/physics/network.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import type { RuleSetup } from '../../../src-main/learning/rules/rule.ts';
import type { EdgeDocument, EdgeModelConfig } from '../../../shared/documents/network.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { ProblemError, type Problem } from '../../../shared/problem.ts';

/** A task's document, changed. */
export function documentOf(task: string, change: Partial<ExperimentDocument> = {}): ExperimentDocument {
  return { ...tasks[task].build(), ...change };
}

export function experimentOf(task: string, change: Partial<ExperimentDocument> = {}): Experiment {
  return compileExperiment(documentOf(task, change));
}

/** A divider of two digipots as the smallest document that can be written. */
export const smallest: ExperimentInput = {
  format: 'twinbench.experiment',
  version: 1,
  title: 'smallest',
  generate: { topology: { kind: 'divider' }, edgeModel: { kind: 'digipot', stepOhms: 100, taps: 128 }, state: 64 },
  roles: {
    supplies: [
      { name: 'V+', node: 'top', voltage: 5 },
      { name: 'V−', node: 'bottom', voltage: 0 },
    ],
    outputs: [{ name: 'O', node: 'O' }],
  },
  dataset: { kind: 'table', inputs: [[]], labels: [[2]] },
  rule: { kind: 'sign' },
  clamping: { kind: 'standard' },
  schedule: { kind: 'cyclic' },
  stepTime: 1,
  steps: 10,
  measure: { every: 1, of: 'training' },
};

export function parse(document: object): ExperimentDocument {
  return parseDocument(experimentDocument, document, 'test');
}

/** The problem that a document is refused with. */
export function refusal(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** One edge from node 0 to node 1 under a rule: its bank, and what the rule is made with. */
export function oneEdge(
  model: EdgeModelConfig,
  edge: Partial<EdgeDocument>,
  defects: Partial<Defects> = {},
): { bank: EdgeBank; setup: RuleSetup } {
  const edges = [{ id: 'e', from: 'a', to: 'b', ...edge }];
  const bank = createEdgeBank(model, edges);
  const network = buildNetwork([{ id: 'a' }, { id: 'b' }], edges);
  const setup = { network, bank, learns: Uint8Array.of(1), defects: { ...noDefects(1), ...defects }, random: randomStream(1, 'rule') };
  return { bank, setup };
}
