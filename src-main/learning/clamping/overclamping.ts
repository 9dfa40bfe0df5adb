import { defineClamping, holdMoved, nudgeParameter, outputVoltage } from './clamping.ts';

/**
 * Overclamping (Dillavou 2025, Eq. 8): the outputs are moved by a constant voltage in the right direction,
 *
 *   O^C = O^F + η·L_0·sign(δ),  δ = L − O^F,
 *
 * so that the signal stays above the bias, and the step is shortened in proportion to the error, t_h = r_0·|δ|. As in the
 * laboratory r_0 follows the errors so that a pass through the training set keeps its length: t_h = t·|δ|/mean|δ|, the mean
 * taken over the last visit to every datapoint. A datapoint beyond its label (hinge) has δ = 0 and is skipped.
 */
export const overclamping = defineClamping({
  spec: {
    kind: 'overclamping',
    title: 'Overclamping',
    doc: 'The output is moved by a constant voltage towards the label, for a time proportional to its error.',
    equation: 'O^C = O^F + η·L_0·sign(δ), δ = L − O^F, t_h = t·|δ|/mean|δ|',
    reference: { source: 'dillavou2025', place: 'Eq. 8, Appendix F' },
    parameters: {
      nudge: { ...nudgeParameter, default: 0.25, doc: 'η: the output is moved by η·L_0.' },
      reach: {
        type: 'number',
        title: 'Reach',
        doc: 'L_0, the far label towards which the output is moved.',
        unit: 'V',
        default: 0.435,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1000,
      },
      loss: {
        type: 'choice',
        title: 'Loss',
        doc: 'hinge: an output beyond its label counts as right; square: it is pulled back.',
        choices: ['hinge', 'square'],
        default: 'hinge',
      },
    },
  },
  outputs: 'either',
  holdsOutputs: true,
  create({ reach, loss }, { outputs, datapoints }) {
    const count = outputs.plus.length;
    // Length of the error vector at the last visit, V; before the first visit every datapoint counts as equally wrong.
    const errors = new Float64Array(datapoints).fill(reach);
    return {
      memory: errors,
      apply(freeVoltages, labels, datapoint, clampedVoltages, pulse) {
        let square = 0;
        for (let index = 0; index < count; index++) {
          const output = outputVoltage(outputs, index, freeVoltages);
          const label = labels[datapoint * count + index];
          const isBeyond = loss === 'hinge' && (output - label) * Math.sign(label) > 0;
          const error = isBeyond ? 0 : label - output;
          square += error * error;
          holdMoved(outputs, index, freeVoltages, clampedVoltages, pulse.nudge * reach * Math.sign(error));
        }
        errors[datapoint] = Math.sqrt(square);
        let sum = 0;
        for (let index = 0; index < datapoints; index++) sum += errors[index];
        pulse.stepTime *= sum === 0 ? 0 : (errors[datapoint] * datapoints) / sum;
      },
    };
  },
});
