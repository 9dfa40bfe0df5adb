import type { EdgeDocument } from '../../../shared/documents/network.ts';
import { ProblemError } from '../../../shared/problem.ts';
import { randomStream } from '../../math/random.ts';
import { edgeModels } from '../../physics/edges/index.ts';
import { buildNetwork } from '../../physics/network.ts';
import { topologies } from '../../physics/topologies/index.ts';
import { periodOf } from '../../physics/topologies/period.ts';
import type { Layout, Topology } from '../../physics/topologies/topology.ts';
import { compileDataset } from './dataset.ts';
import { partDocument, type ExperimentDocument } from './document.ts';
import type { Experiment } from './experiment.ts';

/**
 * Makes a checked document ready to run.
 *
 * @throws ProblemError (E-RUN-INVALID) where names do not resolve, with the path and the reason
 */
export function compileExperiment(document: ExperimentDocument): Experiment {
  const layout = layoutOf(document);
  const edges = edgesOf(document, layout);
  const network = buildNetwork(layout.nodes, edges);
  const nodes = new Map(network.nodeIds.map((id, node) => [id, node]));
  const edgeIndex = new Map(network.edgeIds.map((id, edge) => [id, edge]));
  const used = new Map<number, string>();
  const node = (id: string, name: string, path: string): number => {
    const index = nodes.get(id);
    if (index === undefined) throw invalid(path, `there is no node "${id}"`, `The nodes are ${someOf(network.nodeIds)}.`);
    const other = used.get(index);
    if (other !== undefined) throw invalid(path, `node "${id}" is already ${other}`, 'Give every role a node of its own.');
    used.set(index, name);
    return index;
  };
  const { inputs, outputs } = document.roles;
  const held = Object.entries(document.network?.hold ?? {}).map(([id, voltage]) => ({ name: id, node: id, voltage }));
  const supplies = [...document.roles.supplies, ...held];
  return {
    document,
    network,
    edgeModel: document.network?.edgeModel ?? generateOf(document).edgeModel,
    edges,
    period: layout.period ?? periodOf(layout) ?? null,
    inputNodes: Int32Array.from(inputs, (input, index) => node(input.node, input.name, `roles.inputs[${index}].node`)),
    supplyNodes: Int32Array.from(supplies, (supply, index) => node(supply.node, supply.name, `roles.supplies[${index}].node`)),
    supplyVoltages: Float64Array.from(supplies, (supply) => supply.voltage),
    outputs: {
      plus: Int32Array.from(outputs, (output, index) =>
        node('plus' in output ? output.plus : output.node, output.name, `roles.outputs[${index}]`),
      ),
      minus: Int32Array.from(outputs, (output, index) =>
        'minus' in output ? node(output.minus, output.name, `roles.outputs[${index}].minus`) : -1,
      ),
    },
    ...compileDataset(document),
    sequence: document.sequence.map(({ step, reset }, index) => ({
      step,
      isReset: reset,
      experiment: compilePart(document, index),
    })),
    damage: document.damage
      .map((event, index) => ({
        step: event.step,
        edges: event.edges.map((id, place) => {
          const edge = edgeIndex.get(id);
          if (edge === undefined)
            throw invalid(`damage[${index}].edges[${place}]`, `there is no edge "${id}"`, `The edges are ${someOf(network.edgeIds)}.`);
          return edge;
        }),
        kind: event.damage === 'none' ? null : event.damage,
      }))
      .sort((a, b) => a.step - b.step),
  };
}

/** @throws ProblemError with the path of the task in the sequence */
function compilePart(document: ExperimentDocument, index: number): Experiment {
  try {
    return compileExperiment(partDocument(document, index));
  } catch (thrown) {
    if (!(thrown instanceof ProblemError)) throw thrown;
    const where = thrown.problem.where?.replace(/^\$/, `$.sequence[${index}]`);
    throw new ProblemError({ ...thrown.problem, ...(where === undefined ? {} : { where }) });
  }
}

/** Nodes and edges without states. @throws ProblemError  where a topology can’t be made with its parameters */
export function layoutOf(document: Pick<ExperimentDocument, 'network' | 'generate' | 'seed'>): Layout {
  if (document.network !== undefined) return document.network;
  const { topology } = generateOf(document);
  return (topologies[topology.kind] as Topology).generate(topology, randomStream(document.seed, 'topology'));
}

/** The edges with their states at the start. */
export function edgesOf(document: Pick<ExperimentDocument, 'network' | 'generate' | 'seed'>, layout: Layout): EdgeDocument[] {
  if (document.network !== undefined) return document.network.edges;
  const { edgeModel, state, spread } = generateOf(document);
  const model = edgeModels[edgeModel.kind];
  const [lowest, highest] = model.stateRange(edgeModel);
  const random = randomStream(document.seed, 'state');
  return layout.edges.map((edge): EdgeDocument => {
    if (edge.conductance !== undefined) return { ...edge };
    const drawn = spread === 0 ? state : state + spread * (2 * random.uniform() - 1);
    const clipped = Math.min(Math.max(model.stateKey === 'tap' ? Math.round(drawn) : drawn, lowest), highest);
    return { ...edge, [model.stateKey]: clipped };
  });
}

function generateOf(document: Pick<ExperimentDocument, 'generate'>): NonNullable<ExperimentDocument['generate']> {
  if (document.generate === undefined) throw new Error('the document has no network; it was not checked');
  return document.generate;
}

function someOf(ids: readonly string[]): string {
  return ids.length <= 8 ? ids.join(', ') : `${ids.slice(0, 6).join(', ')} … ${ids.at(-1)}`;
}

function invalid(path: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'The experiment can’t be run', where: `$.${path}`, why, remedy });
}
