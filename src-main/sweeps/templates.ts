import biasAndPeriod from '../../examples/bias-and-period.json' with { type: 'json' };
import learningRate from '../../examples/learning-rate.json' with { type: 'json' };
import twoTaskPeriod from '../../examples/two-task-period.json' with { type: 'json' };

/** Sweeps to begin with: figures of the papers, as documents. */
export const templates: Readonly<Record<string, { readonly title: string; readonly source: string }>> = {
  twoTaskPeriod,
  biasAndPeriod,
  learningRate,
};
