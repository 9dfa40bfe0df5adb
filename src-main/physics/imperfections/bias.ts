import { defineImperfection } from './imperfection.ts';

/** A drift B_e added to dG/dt on every edge, different for each and constant in time (Dillavou 2025, Eq. 3): B_e ~ N(mean, spread²). */
export const bias = defineImperfection({
  spec: {
    kind: 'bias',
    title: 'Update bias',
    doc: 'A drift of every gate voltage while learning is on: constant in time, different for every edge.',
    reference: { source: 'dillavou2025', place: 'Eq. 3, Appendix C' },
    parameters: {
      spread: {
        type: 'number',
        title: 'Spread',
        doc: 'Standard deviation over the edges; about 2 V/s in the laboratory.',
        unit: 'V/s',
        default: 2,
        minimum: 0,
        maximum: 1000,
      },
      mean: {
        type: 'number',
        title: 'Mean',
        doc: 'The part that all edges share.',
        unit: 'V/s',
        default: 0,
        minimum: -1000,
        maximum: 1000,
      },
    },
  },
  affects: ['continuous'],
  apply({ spread, mean }, { biases }, random) {
    for (let edge = 0; edge < biases.length; edge++) biases[edge] += mean + spread * random.normal();
  },
});
