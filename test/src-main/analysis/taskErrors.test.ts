import { describe, expect, it } from 'vitest';
import { jointError, taskErrors } from '../../../src-main/analysis/taskErrors.ts';
import { dividerTrainer } from './networks.ts';

// Outputs are half of the inputs: 0.1, 0.2, −0.3 and 0.5 V.
const inputs = [0.2, 0.4, -0.6, 1];

describe('errors of tasks', () => {
  const trainer = dividerTrainer(inputs, [0, 0.5, -0.3, 0.1]);

  it('are means over the datapoints of each, Eq. A1', () => {
    const [alpha, beta] = taskErrors(trainer, [0, 0, 1, 0], 'square');
    expect(alpha).toBeCloseTo((0.1 ** 2 + 0.3 ** 2 + 0.4 ** 2) / 3, 12);
    expect(beta).toBeCloseTo(0, 12);
  });

  it('weigh alike in the combined error, however many datapoints a task has, Eq. A3', () => {
    expect(jointError(trainer, [0, 0, 1, 0], 'square')).toBeCloseTo((0.1 ** 2 + 0.3 ** 2 + 0.4 ** 2) / 6, 12);
  });

  it('of classes leave out what is beyond its label, Eq. A2', () => {
    const classes = dividerTrainer(inputs, [0.05, 0.3, -0.2, -0.1]);
    // Beyond, short by 0.1, beyond, and 0.6 on the wrong side.
    const [plus, minus] = taskErrors(classes, [0, 0, 1, 1], 'class');
    expect(plus).toBeCloseTo(0.1 ** 2 / 2, 12);
    expect(minus).toBeCloseTo(0.6 ** 2 / 2, 12);
  });
});
