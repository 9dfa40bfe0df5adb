import { defineTopology } from './topology.ts';

/**
 * The 2 + 1-edge network of 2025: a star at the output, with learning edges to V− and V+ and a fixed 1 kΩ from V1. The paper
 * does not give the fixed edge; this arrangement is the one that its published central points fit.
 */
export const bowtie = defineTopology({
  spec: {
    kind: 'bowtie',
    title: 'Two learning edges and one fixed',
    doc: 'A star at the output: learning edges to V− and V+, a fixed resistor from V1.',
    reference: { source: 'dillavou2025', place: 'Fig. 2' },
    parameters: {
      fixedConductance: {
        type: 'number',
        title: 'Fixed edge',
        doc: 'Conductance of the edge that does not learn.',
        unit: 'S',
        default: 1e-3,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e3,
      },
    },
  },
  generate: ({ fixedConductance }) => ({
    nodes: [
      { id: 'V1', x: 0, y: 1 },
      { id: 'V-', x: 2, y: 0 },
      { id: 'V+', x: 2, y: 2 },
      { id: 'O', x: 1, y: 1 },
    ],
    edges: [
      { id: 'e1', from: 'O', to: 'V-' },
      { id: 'e2', from: 'O', to: 'V+' },
      { id: 'fixed', from: 'V1', to: 'O', conductance: fixedConductance },
    ],
  }),
});
