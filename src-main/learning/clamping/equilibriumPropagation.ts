import { defineClamping, noMemory, outputVoltage } from './clamping.ts';

/**
 * Equilibrium propagation: the outputs of the clamped network are not held but fed with a current I = β·(L − O^F)
 * (Dillavou 2024, Eq. F2); of a differential output I enters at O₊ and leaves at O₋. Along with the current the drops change
 * by about β/K, so that the learning signal is smaller than under clamping by that ratio.
 */
export const equilibriumPropagation = defineClamping({
  spec: {
    kind: 'equilibriumPropagation',
    title: 'Equilibrium propagation',
    doc: 'The outputs of the clamped network are fed with a current proportional to the error instead of being held.',
    equation: 'I = β·(L − O^F)',
    reference: { source: 'dillavou2024', place: 'Eq. F2' },
    parameters: {
      strength: {
        type: 'number',
        title: 'Nudge conductance',
        doc: 'β, the current per volt of error.',
        unit: 'S',
        default: 1e-4,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e3,
      },
    },
  },
  outputs: 'either',
  holdsOutputs: false,
  create({ strength }, { outputs, injections }) {
    const count = outputs.plus.length;
    return {
      memory: noMemory,
      apply(freeVoltages, labels, datapoint) {
        for (let index = 0; index < count; index++) {
          const current = strength * (labels[datapoint * count + index] - outputVoltage(outputs, index, freeVoltages));
          injections[outputs.plus[index]] = current;
          if (outputs.minus[index] >= 0) injections[outputs.minus[index]] = -current;
        }
      },
    };
  },
});
