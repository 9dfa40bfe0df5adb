import { defineTopology } from './topology.ts';

/**
 * The 9-node, 16-edge board of 2022. The paper only draws it; this one, the 3 × 3 grid in reading order with the links 1-3, 7-9,
 * 2-8 and 3-9, can do every task of its Fig. 6 in the natural numbering. Nodes are named 1..9 as there, edges by their ends.
 */
export const board2022 = defineTopology({
  spec: {
    kind: 'board2022',
    title: 'Board of 2022',
    doc: 'Nine nodes and sixteen edges: a 3 × 3 grid with the links 1-3, 7-9, 2-8 and 3-9.',
    reference: { source: 'dillavou2022', place: 'Fig. 1, Fig. 6' },
    parameters: {},
  },
  generate: () => ({
    nodes: Array.from({ length: 9 }, (_, node) => ({ id: `${node + 1}`, x: node % 3, y: Math.floor(node / 3) })),
    edges: ['1-2', '2-3', '4-5', '5-6', '7-8', '8-9', '1-4', '2-5', '3-6', '4-7', '5-8', '6-9', '1-3', '7-9', '2-8', '3-9'].map((id) => {
      const [from, to] = id.split('-') as [string, string];
      return { id, from, to };
    }),
  }),
});
