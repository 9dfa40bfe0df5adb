import { describe, expect, it } from 'vitest';
import { classificationFigures } from '../../../src-main/analysis/classification.ts';

const labels = Float64Array.of(0.02, 0.02, -0.02, -0.02);

describe('a classification', () => {
  it('counts signs, shortfalls and squared shortfalls', () => {
    const { accuracy, hingeLoss, error } = classificationFigures(Float64Array.of(0.03, 0.01, -0.02, 0.01), labels);
    expect(accuracy).toBe(0.75);
    // Beyond the label 0, half-way 0.5, at the label 0, on the wrong side by half 1.5.
    expect(hingeLoss).toBeCloseTo(2 / 4, 14);
    expect(error).toBeCloseTo((0.01 ** 2 + 0.03 ** 2) / 4, 16);
  });

  it('of outputs of zero has a hinge loss of 1 and none right', () => {
    expect(classificationFigures(new Float64Array(4), labels)).toEqual({ accuracy: 0, hingeLoss: 1, error: expect.closeTo(4e-4, 16) });
  });
});
