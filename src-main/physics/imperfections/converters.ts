import { defineImperfection } from './imperfection.ts';

/** 8-bit converters: imposed voltages and labels, and measured outputs, come in steps (Dillavou 2024, Appendix E: 0.45 V/256). */
export const converters = defineImperfection({
  spec: {
    kind: 'converters',
    title: 'Converters',
    doc: 'Imposed and measured voltages come in steps.',
    reference: { source: 'dillavou2024', place: 'Appendix E' },
    parameters: {
      imposed: {
        type: 'number',
        title: 'Imposed step',
        doc: 'Least step of inputs, supplies and labels; 0: continuous.',
        unit: 'V',
        default: 0.0018,
        minimum: 0,
        maximum: 10,
      },
      measured: {
        type: 'number',
        title: 'Measured step',
        doc: 'Least step of measured outputs; 0: continuous.',
        unit: 'V',
        default: 0.0018,
        minimum: 0,
        maximum: 10,
      },
    },
  },
  affects: ['continuous', 'sign', 'conductance', 'resistance'],
  apply({ imposed, measured }, defects) {
    defects.imposedStep = imposed;
    defects.measuredStep = measured;
  },
});
