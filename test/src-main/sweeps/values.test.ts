import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasOverrun, valuesOf } from '../../../src-main/sweeps/values.ts';
import { always } from '../../properties.ts';

const range = (kind: 'linear' | 'logarithmic', from: number, to: number, count: number, multipleOf?: number) =>
  valuesOf({ kind, from, to, count, ...(multipleOf === undefined ? {} : { multipleOf }) }) as number[];

test('a list is taken as it is', () => {
  expect(valuesOf({ kind: 'list', values: [3, 'sign', true, { kind: 'standard' }] })).toEqual([3, 'sign', true, { kind: 'standard' }]);
});

test('linear and logarithmic ranges have the values of numpy.linspace and numpy.geomspace', () => {
  expect(range('linear', 0, 1, 5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  // Two roundings of pow and one of the product: a few in the last place.
  range('logarithmic', 1e-3, 1e3, 7).forEach((value, index) => expect(value / 10 ** (index - 3)).toBeCloseTo(1, 14));
  expect(range('linear', 2, 9, 1)).toEqual([2]);
});

test('the periods of the example: from two steps to twelve seconds, even, each once', () => {
  const periods = range('logarithmic', 2, 120_000, 30, 2);
  expect(periods.slice(0, 6)).toEqual([2, 4, 6, 8, 10, 14]);
  expect(periods.at(-1)).toBe(120_000);
  expect(new Set(periods).size).toBe(30);
});

test('a rounded range holds multiples, each once, in order; and one that needs no rounding apart is the nearest multiple', () => {
  const bound = fc.integer({ min: 1, max: 10_000 });
  always(
    fc.property(bound, bound, fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 7 }), (from, to, count, unit) => {
      fc.pre(from !== to);
      const way = Math.sign(to - from);
      const values = range('logarithmic', from, to, count, unit);
      if (hasOverrun({ kind: 'logarithmic', from, to, count, multipleOf: unit })) return;
      const exact = range('logarithmic', from, to, count);
      expect(values).toHaveLength(count);
      values.forEach((value, index) => {
        expect(value % unit).toBe(0);
        if (index > 0) expect(way * (value - values[index - 1])).toBeGreaterThan(0);
      });
      const apart = exact.every((value, index) => index === 0 || Math.abs(value - exact[index - 1]) > unit);
      if (apart) values.forEach((value, index) => expect(Math.abs(value - exact[index])).toBeLessThanOrEqual(unit / 2));
    }),
  );
});

test('a range without room for so many multiples is known', () => {
  expect(hasOverrun({ kind: 'linear', from: 1, to: 5, count: 5, multipleOf: 1 })).toBe(false);
  expect(hasOverrun({ kind: 'linear', from: 1, to: 5, count: 9, multipleOf: 1 })).toBe(true);
  expect(hasOverrun({ kind: 'logarithmic', from: 100, to: 1, count: 12, multipleOf: 1 })).toBe(true);
  expect(hasOverrun({ kind: 'linear', from: 1, to: 5, count: 9 })).toBe(false);
});
