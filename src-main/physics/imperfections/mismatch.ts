import { defineImperfection } from './imperfection.ts';

/**
 * Edges that are not identical: S and V_th (or δR) spread from edge to edge, and between the two networks. The latter is the
 * "network discrepancy" of Dillavou 2025, Appendix C: about 1 mV at the nodes of the laboratory's twins with η = 0.
 */
export const mismatch = defineImperfection({
  spec: {
    kind: 'mismatch',
    title: 'Mismatch',
    doc: 'Transconductance and threshold (of digipots: the step) that differ from edge to edge, and between the free and the clamped network.',
    reference: { source: 'dillavou2025', place: 'Appendix C' },
    parameters: {
      gain: {
        type: 'number',
        title: 'Gain',
        doc: 'Relative spread of S or δR over the edges.',
        unit: '',
        default: 0.03,
        minimum: 0,
        maximum: 0.3,
      },
      threshold: {
        type: 'number',
        title: 'Threshold',
        doc: 'Spread of V_th over the edges.',
        unit: 'V',
        default: 0.02,
        minimum: 0,
        maximum: 1,
      },
      twinGain: {
        type: 'number',
        title: 'Twin gain',
        doc: 'Relative spread between the free and the clamped edge.',
        unit: '',
        default: 0.005,
        minimum: 0,
        maximum: 0.3,
      },
      twinThreshold: {
        type: 'number',
        title: 'Twin threshold',
        doc: 'Spread of V_th between the free and the clamped edge.',
        unit: 'V',
        default: 0.005,
        minimum: 0,
        maximum: 1,
      },
    },
  },
  affects: ['continuous', 'sign'],
  apply({ gain, threshold, twinGain, twinThreshold }, defects, random) {
    for (let edge = 0; edge < defects.gains.length; edge++) {
      // A gain can't fall below a tenth: three standard deviations at the largest spread allowed, where one edge in 700 is held back.
      defects.gains[edge] += Math.max(gain * random.normal(), -0.9);
      defects.thresholds[edge] += threshold * random.normal();
      defects.twinGains[edge] += Math.max(twinGain * random.normal(), -0.9);
      defects.twinThresholds[edge] += twinThreshold * random.normal();
    }
  },
});
