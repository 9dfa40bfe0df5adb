import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument, type ExperimentInput } from '../../learning/experiment/document.ts';
import { board2022, clockPeriod2022, comparators2022, signRule2022 } from '../../learning/tasks/board2022.ts';
import { randomStream } from '../../math/random.ts';

/** A target of the form coefficients · inputs, V. */
export interface LinearOutput {
  readonly node: string;
  readonly coefficients: readonly [number, number];
}

/** An experiment on the 16-edge board with the settings of the paper; what is given takes their place. */
function boardExperiment(
  document: Pick<ExperimentInput, 'title' | 'description' | 'roles' | 'dataset' | 'clamping' | 'steps'> & Partial<ExperimentInput>,
): ExperimentDocument {
  const whole = {
    format: experimentDocument.format,
    version: experimentDocument.version,
    ...(document.network === undefined ? { generate: board2022 } : {}),
    rule: signRule2022,
    schedule: { kind: 'cyclic' },
    stepTime: clockPeriod2022,
    measure: { every: 1, of: 'training' },
    imperfections: [comparators2022],
    ...document,
  };
  return parseDocument(experimentDocument, whole, document.title);
}

/** An allosteric task of Fig. 6: voltages at some nodes, targets at others, both by node. */
export function allostericTask(
  title: string,
  supplies: Readonly<Record<string, number>>,
  targets: Readonly<Record<string, number>>,
  steps: number,
): ExperimentDocument {
  return boardExperiment({
    title,
    description: `The board of 2022 learns ${Object.keys(targets).length === 1 ? 'one output voltage' : `${Object.keys(targets).length} output voltages`} (Fig. 6).`,
    roles: {
      supplies: Object.entries(supplies).map(([node, voltage]) => ({ name: `${voltage} V`, node, voltage })),
      outputs: Object.keys(targets).map((node) => ({ name: `O${node}`, node })),
    },
    dataset: { kind: 'table', inputs: [[]], labels: [Object.values(targets)] },
    clamping: { kind: 'standard', nudge: 0.5 },
    steps,
  });
}

/** A regression task: two inputs, uniform in 1..5 V, and outputs that are linear in them; 400 pairs are trained, 20 tested. */
export function regressionTask(
  title: string,
  nodes: { readonly ground: string; readonly inputs: readonly [string, string]; readonly outputs: readonly LinearOutput[] },
  seed: number,
  steps: number,
): ExperimentDocument {
  const random = randomStream(seed, 'regression data');
  const draw = (count: number): number[][] => Array.from({ length: count }, () => [1 + 4 * random.uniform(), 1 + 4 * random.uniform()]);
  const labelled = (inputs: number[][]): { inputs: number[][]; labels: number[][] } => ({
    inputs,
    labels: inputs.map(([first, second]) => nodes.outputs.map(({ coefficients }) => coefficients[0] * first + coefficients[1] * second)),
  });
  return boardExperiment({
    title,
    description: 'The board of 2022 learns two linear functions of two inputs; 400 random pairs are trained, 20 others tested (Fig. 6).',
    roles: {
      inputs: nodes.inputs.map((node, index) => ({ name: `I${index + 1}`, node })),
      supplies: [{ name: '0 V', node: nodes.ground, voltage: 0 }],
      outputs: nodes.outputs.map(({ node }) => ({ name: `O${node}`, node })),
    },
    dataset: { kind: 'table', ...labelled(draw(400)), test: labelled(draw(20)) },
    clamping: { kind: 'standard', nudge: 0.2 },
    schedule: { kind: 'cyclic' },
    measure: { every: 1, of: 'test' },
    steps,
  });
}

/** The task of Fig. 5: two supplies, two outputs. */
export function damageTask(steps: number): ExperimentDocument {
  return allostericTask('Two outputs', { 1: 5, 9: 0 }, { 3: 4, 7: 1 }, steps);
}
