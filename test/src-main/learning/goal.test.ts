import { describe, expect, test } from 'vitest';
import { hasReached } from '../../../src-main/learning/goal.ts';

const errors = (...values: number[]) => values.map((error) => ({ error, accuracy: null }));
const accuracies = (...values: number[]) => values.map((accuracy) => ({ error: 0, accuracy }));

describe('the goal of a run', () => {
  test('the last measurement decides, strictly below', () => {
    expect(hasReached({ errorBelow: 1, over: 1 }, errors(5, 0.9))).toBe(true);
    expect(hasReached({ errorBelow: 1, over: 1 }, errors(0.5, 1))).toBe(false);
  });

  test('or the median of several, of all where there are fewer', () => {
    expect(hasReached({ errorBelow: 1, over: 3 }, errors(9, 9, 0.5, 2, 0.5))).toBe(true);
    expect(hasReached({ errorBelow: 1, over: 3 }, errors(0.1, 0.1, 0.5, 2, 2))).toBe(false);
    expect(hasReached({ errorBelow: 1, over: 30 }, errors(0.1, 0.1, 2))).toBe(true);
  });

  test('an accuracy is to be reached, an error and an accuracy both', () => {
    expect(hasReached({ accuracyAtLeast: 0.9, over: 1 }, accuracies(0.9))).toBe(true);
    expect(hasReached({ accuracyAtLeast: 0.9, over: 1 }, accuracies(0.89))).toBe(false);
    expect(hasReached({ accuracyAtLeast: 0.9, errorBelow: 1, over: 1 }, [{ error: 2, accuracy: 1 }])).toBe(false);
  });

  test('nothing measured, nothing reached; an undetermined error reaches nothing', () => {
    expect(hasReached({ errorBelow: 1, over: 1 }, [])).toBe(false);
    expect(hasReached({ errorBelow: 1, over: 3 }, errors(Number.NaN, Number.NaN, 0.5))).toBe(false);
    expect(hasReached({ errorBelow: 1, over: 3 }, errors(Number.NaN, 0.5, 0.5))).toBe(true);
  });
});
