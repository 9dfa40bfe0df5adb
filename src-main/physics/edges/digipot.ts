import type { EdgeModelConfig } from '../../../shared/documents/network.ts';
import type { EdgeModel } from './edgeModel.ts';

/**
 * Digital potentiometers wired as rheostats (AD5220, 100 kΩ, 128 positions in Dillavou 2022, Appendix C): R = tap·stepOhms.
 * Idealised: no wiper resistance (40 Ω in the data sheet, 5 % of one step) and equal steps.
 */
export const digipot: EdgeModel<'digipot'> = {
  spec: {
    kind: 'digipot',
    title: 'Digital potentiometer',
    doc: 'A rheostat with equal steps: R = tap · stepOhms.',
    equation: 'I = ΔV/R, R = tap·stepOhms',
    reference: { source: 'dillavou2022', place: 'Appendix C' },
    parameters: {
      stepOhms: {
        type: 'number',
        title: 'Step',
        doc: 'Resistance of one wiper step δR.',
        unit: 'Ω',
        default: 781.25,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e9,
      },
      taps: {
        type: 'number',
        title: 'Positions',
        doc: 'Number of wiper positions.',
        unit: '',
        default: 128,
        minimum: 1,
        maximum: 65536,
        integer: true,
      },
    },
  },
  stateKey: 'tap',
  stateTitle: 'Wiper position',
  stateUnit: '',
  learns: true,

  readEdge(bank, edge, document) {
    bank.states[edge] = document.tap ?? 1;
    bank.scales[edge] = digipotConfig(bank.model).stepOhms;
  },

  refresh(bank) {
    const { states, scales, followsState, elements } = bank;
    for (let edge = 0; edge < states.length; edge++) {
      if (followsState[edge] === 1) elements.conductances[edge] = 1 / (states[edge] * scales[edge]);
    }
  },

  stateRange: (model) => [1, digipotConfig(model).taps],
};

function digipotConfig(model: EdgeModelConfig): EdgeModelConfig & { kind: 'digipot' } {
  if (model.kind !== 'digipot') throw new Error('not a digipot network');
  return model;
}
