import { defineTopology } from './topology.ts';

/** Two edges in series: the voltage divider. */
export const divider = defineTopology({
  spec: {
    kind: 'divider',
    title: 'Voltage divider',
    doc: 'Three nodes in a row and two edges: top, output, bottom.',
    reference: { source: 'dillavou2022', place: 'Fig. 2' },
    parameters: {},
  },
  generate: () => ({
    nodes: [
      { id: 'top', x: 0, y: 0 },
      { id: 'O', x: 0, y: 1 },
      { id: 'bottom', x: 0, y: 2 },
    ],
    edges: [
      { id: 'e1', from: 'top', to: 'O' },
      { id: 'e2', from: 'O', to: 'bottom' },
    ],
  }),
});
