import { edgeModels } from '../../physics/edges/index.ts';
import { solveNetwork, type NetworkSolution } from '../../physics/solveNetwork.ts';
import type { NetworkDocument } from '../../../shared/documents/network.ts';
import { readNetwork } from '../documents.ts';
import { jsonNumber, quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';
import { defineCommand, type ExitCode } from './command.ts';

/** Solves a network document: Kirchhoff's law at every node that is not held. */
export const solve = defineCommand({
  spec: {
    kind: 'solve',
    title: 'Solve a network',
    doc:
      'Solves a network and prints the voltage of every node, the drop, current and conductance of every edge, and the total power. Current is ' +
      'positive from an edge’s "from" to its "to". Nodes without a path to a held node have no voltage.',
    parameters: {},
    arguments: [{ name: 'FILE', doc: 'A twinbench.network document, or - for standard input.' }],
    options: {
      json: {
        type: 'flag',
        doc: 'Prints {"voltages": {node: V}, "edges": {edge: {"drop": V, "current": A, "conductance": S}}, "power": W} in full precision and nothing else; null is undetermined.',
      },
    },
    examples: ['twinbench solve network.json', 'twinbench solve - --json < network.json'],
  },

  async run({ arguments: [file], options }, io): Promise<ExitCode> {
    const document = await readNetwork(file, io);
    const solution = solveNetwork(document);
    io.out(options.json === true ? `${JSON.stringify(jsonOf(solution))}\n` : textOf(document, solution));
    return 0;
  },
});

function jsonOf({ network, voltages, drops, currents, conductances, power }: NetworkSolution): object {
  return {
    voltages: Object.fromEntries(network.nodeIds.map((id, node) => [id, jsonNumber(voltages[node])])),
    edges: Object.fromEntries(
      network.edgeIds.map((id, edge) => [
        id,
        { drop: jsonNumber(drops[edge]), current: jsonNumber(currents[edge]), conductance: jsonNumber(conductances[edge]) },
      ]),
    ),
    power,
  };
}

function textOf(document: NetworkDocument, { network, voltages, drops, currents, conductances, power, residual }: NetworkSolution): string {
  const { nodeIds, edgeIds, from, to } = network;
  const hold = document.hold ?? {};
  const noteOf = (node: number): string => {
    if (Object.hasOwn(hold, nodeIds[node])) return 'held';
    return Number.isNaN(voltages[node]) ? 'floating: no path to a held node' : '';
  };
  const nodes = nodeIds.map((id, node) => [id, quantity(voltages[node], 'V', 7), noteOf(node)]);
  const edges = edgeIds.map((id, edge) => [
    id,
    `${nodeIds[from[edge]]} → ${nodeIds[to[edge]]}`,
    quantity(drops[edge], 'V', 7),
    quantity(currents[edge], 'A', 7),
    quantity(conductances[edge], 'S', 7),
    document.edges[edge].damage ?? '',
  ]);
  const floating = voltages.filter(Number.isNaN).length;
  const counts = [`${nodeIds.length} nodes`, `${edgeIds.length} edges`, `${Object.keys(hold).length} held`];
  if (floating > 0) counts.push(`${floating} floating`);
  const numeric = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
  return [
    `${edgeModels[document.edgeModel.kind].spec.title} network: ${counts.join(', ')}`,
    textTable([{ title: 'node' }, numeric('voltage'), { title: '' }], nodes, '  '),
    ...(edges.length === 0
      ? []
      : [
          textTable(
            [{ title: 'edge' }, { title: 'from → to' }, numeric('drop'), numeric('current'), numeric('conductance'), { title: '' }],
            edges,
            '  ',
          ),
        ]),
    `Total power: ${quantity(power, 'W', 7)}\nResidual of Kirchhoff's law: ${quantity(residual, '', 2)} of the largest edge current\n`,
  ].join('\n\n');
}
