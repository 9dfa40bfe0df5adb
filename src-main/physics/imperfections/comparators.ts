import { defineImperfection } from './imperfection.ts';

/**
 * The two comparators of a digipot edge (Dillavou 2022, Appendix C, Fig. 7e): noise at each decision, a fixed offset of each
 * comparator, and the deliberate lift towards high resistance (lasso).
 */
export const comparators = defineImperfection({
  spec: {
    kind: 'comparators',
    title: 'Comparators',
    doc: 'Noise and offsets of the two comparators on every edge, and the deliberate lift towards high resistance.',
    reference: { source: 'dillavou2022', place: 'Appendix C, Fig. 7e' },
    parameters: {
      noise: {
        type: 'number',
        title: 'Noise',
        doc: 'Standard deviation at each decision; 5 to 10 mV in the laboratory.',
        unit: 'V',
        default: 0.005,
        minimum: 0,
        maximum: 10,
      },
      offset: {
        type: 'number',
        title: 'Offset',
        doc: 'Standard deviation over the edges.',
        unit: 'V',
        default: 0.002,
        minimum: 0,
        maximum: 10,
      },
      lift: {
        type: 'number',
        title: 'Lift',
        doc: 'Added on the side of a rising resistance, so that ties do not run to the low rail.',
        unit: 'V',
        default: 0.002,
        minimum: 0,
        maximum: 10,
      },
    },
  },
  affects: ['sign'],
  apply({ noise, offset, lift }, defects, random) {
    defects.comparatorNoise = noise;
    defects.lift = lift;
    for (let edge = 0; edge < defects.dropOffsets.length; edge++) {
      defects.dropOffsets[edge] += offset * random.normal();
      defects.signOffsets[edge] += offset * random.normal();
    }
  },
});
