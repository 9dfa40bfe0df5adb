import { latticeEdges, latticeNodes } from './squareLattice.ts';
import { defineTopology } from './topology.ts';

/** Square lattice with free borders. */
export const openSquare = defineTopology({
  spec: {
    kind: 'openSquare',
    title: 'Open square lattice',
    doc: 'A square lattice with free borders.',
    parameters: {
      rows: {
        type: 'number',
        title: 'Rows',
        doc: 'Nodes from top to bottom.',
        unit: 'node',
        default: 4,
        minimum: 1,
        maximum: 1000,
        integer: true,
      },
      columns: {
        type: 'number',
        title: 'Columns',
        doc: 'Nodes from left to right.',
        unit: 'node',
        default: 4,
        minimum: 2,
        maximum: 1000,
        integer: true,
      },
    },
  },
  generate: ({ rows, columns }) => ({
    nodes: latticeNodes(rows, columns),
    edges: latticeEdges(rows, columns, columns - 1, rows - 1),
  }),
});
