import { compileExperiment } from '../../src-main/learning/experiment/compile.ts';
import { experimentSchema } from '../../src-main/learning/experiment/document.ts';
import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';

export type Edges = 'linear' | 'transistors';
export type Topology =
  | { readonly kind: 'periodicSquare'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'random'; readonly nodes: number; readonly edges: number };

export function square(side: number): Topology {
  return { kind: 'periodicSquare', rows: side, columns: side };
}

const OUTPUTS = 3;
const EDGES = {
  linear: { edgeModel: { kind: 'resistor' }, state: 1, spread: 0.5, rule: { kind: 'conductance', rate: 10, floor: 0.01, ceiling: 100 } },
  transistors: {
    edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
    state: 2.5,
    spread: 1,
    rule: { kind: 'continuous' },
  },
} as const;

/** A task of two inputs, one supply, three outputs and two datapoints on a network of any size. Everything is drawn by the seed 1. */
export function experimentOf(topology: Topology, edges: Edges): Experiment {
  const count = topology.kind === 'random' ? topology.nodes : topology.rows * topology.columns;
  const node = (place: number): string => `n${Math.floor(((place + 0.37) * count) / (OUTPUTS + 3))}`;
  const { edgeModel, state, spread, rule } = EDGES[edges];
  const labels = (label: number): number[] => new Array<number>(OUTPUTS).fill(label);
  return compileExperiment(
    experimentSchema.parse({
      format: 'twinbench.experiment',
      version: 1,
      title: 'Bench',
      generate: { topology, edgeModel, state, spread },
      roles: {
        inputs: [
          { name: 'first', node: node(0) },
          { name: 'second', node: node(OUTPUTS + 2) },
        ],
        supplies: [{ name: 'ground', node: node(1), voltage: 0 }],
        outputs: Array.from({ length: OUTPUTS }, (_, output) => ({ name: `output ${output}`, node: node(output + 2) })),
      },
      dataset: {
        kind: 'table',
        inputs: [
          [0.45, 0.1],
          [0.1, 0.45],
        ],
        labels: [labels(0.2), labels(0.15)],
      },
      rule,
      clamping: { kind: 'standard', nudge: 0.5 },
      schedule: { kind: 'cyclic', hold: 1 },
      // A pulse of the board of 2024, and a rate per step for conductances.
      stepTime: edges === 'linear' ? 1 : 1e-4,
      steps: 1000,
      measure: { every: 100, of: 'training' },
    }),
  );
}

/**
 * A linear experiment as the numbers that the peers read: nodes, edges, datapoints, steps, outputs; rate per step, nudge, floor,
 * ceiling; from, to, conductance of every edge; 1 where a node is held; output nodes; labels and first voltages of every datapoint.
 */
export function numbersOf(experiment: Experiment, freeOf: readonly Float64Array[], steps: number): string {
  const { document, network, edges, inputNodes, supplyNodes, outputs, training } = experiment;
  const { rule, clamping } = document;
  if (rule.kind !== 'conductance' || clamping.kind !== 'standard') throw new Error('the peers know this rule and clamping only');
  const held = new Set([...inputNodes, ...supplyNodes]);
  const labelsOf = (datapoint: number): Float64Array =>
    training.labels.subarray(datapoint * outputs.plus.length, (datapoint + 1) * outputs.plus.length);
  return [
    [network.nodeCount, network.edgeCount, training.count, steps, outputs.plus.length],
    [rule.rate * document.stepTime, clamping.nudge, rule.floor, rule.ceiling],
    ...edges.map((edge, index) => [network.from[index], network.to[index], edge.conductance ?? 0]),
    Array.from({ length: network.nodeCount }, (_, node) => (held.has(node) ? 1 : 0)),
    outputs.plus,
    ...freeOf.map((voltages, datapoint) => [...labelsOf(datapoint), ...voltages]),
  ]
    .map((line) => line.join(' '))
    .join('\n');
}
