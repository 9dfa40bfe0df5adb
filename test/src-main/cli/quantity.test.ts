import { expect, test } from 'vitest';
import { count, jsonNumber, quantity } from '../../../src-main/cli/quantity.ts';
import { textTable, wrapText } from '../../../src-main/cli/textTable.ts';
import { duration } from '../../../src-main/cli/training/progress.ts';

test('quantities have plain spaces, counts their thousands apart', () => {
  expect(quantity(0.0123, 'V', 3)).toBe('12.3 mV');
  expect(quantity(Number.NaN, 'V')).toBe('–');
  expect([count(7), count(1234), count(1234567)]).toEqual(['7', '1 234', '1 234 567']);
  expect([jsonNumber(Number.NaN), jsonNumber(Infinity), jsonNumber(0.1)]).toEqual([null, null, 0.1]);
});

test.each([
  [0.44, '0.4 s'],
  [12, '12 s'],
  [59.7, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d s is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('tables line up, and text is broken at spaces', () => {
  const table = textTable(
    [{ title: 'name' }, { title: 'value', align: 'right' }],
    [
      ['a', '1 µV'],
      ['longer', '−20 V'],
    ],
  );
  expect(table).toBe('name    value\na        1 µV\nlonger  −20 V');
  expect(wrapText('one two three', 9, '  ')).toBe('  one two\n  three');
});
