import { describe, expect, it } from 'vitest';
import { median, quantile, quartiles } from '../../../src-main/math/statistics.ts';

describe('quantiles', () => {
  it('are those of R and numpy (type 7)', () => {
    // numpy.quantile([3, 6, 7, 8, 8, 10, 13, 15, 16, 20], [0.1, 0.25, 0.5, 0.9])
    const sample = [20, 3, 8, 6, 7, 8, 16, 10, 13, 15];
    expect([0.1, 0.25, 0.5, 0.9].map((p) => quantile(sample, p))).toEqual(
      [5.7, 7.25, 9, 16.4].map((value) => expect.closeTo(value, 12) as number),
    );
  });

  it('keep their documented example', () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
  });

  it('end at the smallest and the largest number', () => {
    expect([quantile([5, -1, 3], 0), quantile([5, -1, 3], 1), quantile([7], 0.3)]).toEqual([-1, 5, 7]);
  });

  it('leave the sample alone, and sort by size and not by text', () => {
    const sample = [10, 9, 100, 1];
    expect(median(sample)).toBe(9.5);
    expect(sample).toEqual([10, 9, 100, 1]);
  });

  it('refuse an empty sample and a fraction outside 0..1', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1], 1.1)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });

  it('are collected as quartiles', () => {
    expect(quartiles([1, 2, 3, 4, 5])).toEqual([2, 3, 4]);
  });
});
