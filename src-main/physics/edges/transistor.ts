import type { EdgeModelConfig } from '../../../shared/documents/network.ts';
import type { EdgeModel } from './edgeModel.ts';

/**
 * N-channel transistors between source and drain, square law with pinch-off and body at ground (ALD1106 in Dillavou 2024):
 *
 *   I(a→b) = S/2·[max(g − V_b, 0)² − max(g − V_a, 0)²],  g = G − V_th,
 *
 * which inside the Ohmic regime is K ≡ I/ΔV = S·(G − V_th − V̄) (Eq. 1, A2). Idealised: no current below threshold (a real one
 * falls by a decade per 0.1 V), no body effect, no channel-length modulation.
 */
export const transistor: EdgeModel<'transistor'> = {
  spec: {
    kind: 'transistor',
    title: 'Transistor',
    doc: 'The channel of an N-type transistor by the square law with pinch-off: K = S·(G − V_th − V̄) while both ends lie below G − V_th.',
    equation: 'I = S/2·[max(g − V_b, 0)² − max(g − V_a, 0)²], g = G − V_th; K = I/ΔV = S·(G − V_th − V̄)',
    reference: { source: 'dillavou2024', place: 'Eq. 1, Appendix A' },
    parameters: {
      transconductance: {
        type: 'number',
        title: 'Transconductance',
        doc: 'S, the slope of conductance against gate voltage.',
        unit: 'A/V²',
        default: 8e-4,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e3,
      },
      threshold: {
        type: 'number',
        title: 'Threshold',
        doc: 'V_th, the gate voltage at which the channel opens.',
        unit: 'V',
        default: 0.7,
        minimum: -100,
        maximum: 100,
      },
    },
  },
  stateKey: 'gate',
  stateTitle: 'Gate voltage',
  stateUnit: 'V',
  learns: true,

  readEdge(bank, edge, document) {
    const model = transistorConfig(bank.model);
    bank.states[edge] = document.gate ?? model.threshold;
    bank.scales[edge] = document.transconductance ?? model.transconductance;
    bank.offsets[edge] = document.threshold ?? model.threshold;
  },

  refresh(bank) {
    const { states, scales, offsets, followsState, elements } = bank;
    for (let edge = 0; edge < states.length; edge++) {
      if (followsState[edge] === 0) continue;
      elements.transconductances[edge] = scales[edge];
      elements.overdrives[edge] = states[edge] - offsets[edge];
    }
  },

  stateRange: () => [-Infinity, Infinity],
};

function transistorConfig(model: EdgeModelConfig): EdgeModelConfig & { kind: 'transistor' } {
  if (model.kind !== 'transistor') throw new Error('not a transistor network');
  return model;
}
