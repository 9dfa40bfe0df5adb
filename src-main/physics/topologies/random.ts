import { ProblemError } from '../../../shared/problem.ts';
import { shuffled } from '../../math/random.ts';
import { defineTopology } from './topology.ts';

/** A random connected graph: a random recursive tree, then further edges between pairs drawn at random, none of them twice. */
export const random = defineTopology({
  spec: {
    kind: 'random',
    title: 'Random network',
    doc: 'A connected random graph with given numbers of nodes and edges; the seed decides which.',
    parameters: {
      nodes: {
        type: 'number',
        title: 'Nodes',
        doc: 'Number of nodes.',
        unit: 'node',
        default: 16,
        minimum: 2,
        maximum: 100000,
        integer: true,
      },
      edges: {
        type: 'number',
        title: 'Edges',
        doc: 'Number of edges, at least nodes − 1.',
        unit: 'edge',
        default: 32,
        minimum: 1,
        maximum: 1000000,
        integer: true,
      },
    },
  },
  generate({ nodes, edges }, numbers) {
    checkCounts(nodes, edges);
    const pairs = new Set<number>();
    const ends: [number, number][] = [];
    const add = (a: number, b: number): void => {
      const key = Math.min(a, b) * nodes + Math.max(a, b);
      if (a === b || pairs.has(key)) return;
      pairs.add(key);
      ends.push([a, b]);
    };
    const order = shuffled(
      Array.from({ length: nodes }, (_, node) => node),
      numbers,
    );
    for (let turn = 1; turn < nodes; turn++) add(order[numbers.below(turn)], order[turn]);
    while (ends.length < edges) add(numbers.below(nodes), numbers.below(nodes));
    return {
      nodes: Array.from({ length: nodes }, (_, node) => ({ id: `n${node}` })),
      edges: ends.map(([from, to], edge) => ({ id: `e${edge}`, from: `n${from}`, to: `n${to}` })),
    };
  },
});

/** Half of all pairs is the most that drawing at random reaches in reasonable time. */
function checkCounts(nodes: number, edges: number): void {
  const pairs = (nodes * (nodes - 1)) / 2;
  const most = nodes <= 200 ? pairs : Math.floor(pairs / 2);
  if (edges >= nodes - 1 && edges <= most) return;
  throw new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The random network can’t be made',
    where: 'topology.edges',
    why: `${nodes} nodes need at least ${nodes - 1} edges to be connected, and at most ${most} fit, but ${edges} are asked for`,
    remedy: 'Change the number of nodes or of edges.',
  });
}
