import { latticeEdges, latticeNodes } from './squareLattice.ts';
import { defineTopology } from './topology.ts';

/** Square lattice on a torus: node n = columns·row + column; first all edges to the right, then all edges down, both wrapping. */
export const periodicSquare = defineTopology({
  spec: {
    kind: 'periodicSquare',
    title: 'Periodic square lattice',
    doc: 'A square lattice on a torus; 4 × 4 with 32 edges is the board of 2024.',
    reference: { source: 'dillavou2024', place: 'Fig. 1' },
    parameters: {
      rows: {
        type: 'number',
        title: 'Rows',
        doc: 'Nodes from top to bottom.',
        unit: 'node',
        default: 4,
        minimum: 3,
        maximum: 1000,
        integer: true,
      },
      columns: {
        type: 'number',
        title: 'Columns',
        doc: 'Nodes from left to right.',
        unit: 'node',
        default: 4,
        minimum: 3,
        maximum: 1000,
        integer: true,
      },
    },
  },
  generate: ({ rows, columns }) => ({
    nodes: latticeNodes(rows, columns),
    edges: latticeEdges(rows, columns, columns, rows),
    period: { x: columns, y: rows },
  }),
});
