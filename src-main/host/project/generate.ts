import { parseDocument } from '../../../shared/documents/parse.ts';
import type { Draft, TopologyEntry } from '../../../shared/draft.ts';
import type { Spec } from '../../../shared/spec.ts';
import { edgesOf, layoutOf } from '../../learning/experiment/compile.ts';
import { EXPERIMENT_FORMAT, EXPERIMENT_VERSION, experimentDocument } from '../../learning/experiment/document.ts';
import { buildNetwork } from '../../physics/network.ts';
import { topologies } from '../../physics/topologies/index.ts';
import { placeNodes } from '../placement.ts';
import { blankDraft } from './blank.ts';

/** The topologies on offer, for a form. */
export function topologyEntries(): TopologyEntry[] {
  return Object.values<{ spec: Spec }>(topologies).map(({ spec: { kind, title, doc, parameters } }) => ({
    kind,
    title,
    doc,
    parameters: Object.entries(parameters).flatMap(([name, parameter]) => {
      if (parameter.type !== 'number') return [];
      const { title: words, doc: about, default: usual, minimum, maximum } = parameter;
      return [{ name, title: words, doc: about, default: usual, minimum, maximum }];
    }),
  }));
}

/**
 * A draft with a generated network instead of its own. Roles stay where their nodes are still there.
 *
 * @throws ProblemError  where the topology or its parameters are not right
 */
export function generateNetwork(draft: Draft, topology: { kind: string }, state: number, spread: number): Draft {
  const { edgeModel, rest } = draft;
  const head = { format: EXPERIMENT_FORMAT, version: EXPERIMENT_VERSION, title: 'generated' };
  // The task that stands in asks for one output; names of nodes are looked at when the whole is checked.
  const task = { ...blankDraft(edgeModel.kind).rest, roles: { outputs: [{ name: 'O', node: 'O' }] }, dataset: onePoint };
  const seed = typeof rest['seed'] === 'number' ? rest['seed'] : 1;
  const place = 'the generated network';
  const document = parseDocument(experimentDocument, { ...head, ...task, seed, generate: { topology, edgeModel, state, spread } }, place);
  const layout = layoutOf(document);
  const edges = edgesOf(document, layout);
  const nodes = placeNodes(buildNetwork(layout.nodes, edges));
  return {
    ...draft,
    nodes,
    edges,
    generate: document.generate ?? null,
    period: layout.period === undefined ? null : { ...layout.period },
    ...keptTask(draft, new Set(nodes.map(({ id }) => id))),
  };
}

const onePoint = { kind: 'table', inputs: [[]], labels: [[0]] };

/** Roles whose nodes are still there, and their columns of the dataset. */
function keptTask({ roles, dataset }: Draft, nodes: ReadonlySet<string>): Pick<Draft, 'roles' | 'dataset'> {
  const isInput = roles.inputs.map(({ node }) => nodes.has(node));
  const isOutput = roles.outputs.map((output) =>
    'node' in output ? nodes.has(output.node) : nodes.has(output.plus) && nodes.has(output.minus),
  );
  const rows = <T extends { inputs: number[][]; labels?: number[][] | undefined }>(table: T): T => ({
    ...table,
    inputs: table.inputs.map((row) => row.filter((_, column) => isInput[column])),
    ...(table.labels === undefined ? {} : { labels: table.labels.map((row) => row.filter((_, column) => isOutput[column])) }),
  });
  const { test } = dataset as { test?: { inputs: number[][]; labels: number[][] } };
  return {
    roles: {
      inputs: roles.inputs.filter((_, column) => isInput[column]),
      supplies: roles.supplies.filter(({ node }) => nodes.has(node)),
      outputs: roles.outputs.filter((_, column) => isOutput[column]),
    },
    dataset: { ...rows(dataset), ...(test === undefined ? {} : { test: rows(test) }) },
  };
}
