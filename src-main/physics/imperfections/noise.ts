import { defineImperfection } from './imperfection.ts';

/** Noise of the learning circuitry: of every drop as the edge reads it, and a random walk of the gate voltage. */
export const noise = defineImperfection({
  spec: {
    kind: 'noise',
    title: 'Noise',
    doc: 'Noise of the voltage drops that an edge reads at each step, and a random walk of its gate voltage.',
    reference: { source: 'dillavou2025', place: 'Discussion' },
    parameters: {
      drop: {
        type: 'number',
        title: 'Drop noise',
        doc: 'Standard deviation of each drop at each step.',
        unit: 'V',
        default: 0.001,
        minimum: 0,
        maximum: 10,
      },
      gate: {
        type: 'number',
        title: 'Gate noise',
        doc: 'Random walk of the gate voltage while it learns.',
        unit: 'V/√s',
        default: 0,
        minimum: 0,
        maximum: 1000,
      },
    },
  },
  affects: ['continuous'],
  apply({ drop, gate }, defects) {
    defects.dropNoise = drop;
    defects.gateNoise = gate;
  },
});
