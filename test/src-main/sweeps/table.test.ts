import { expect, test } from 'vitest';
import { csvOf, type TableColumn } from '../../../src-main/sweeps/table.ts';

test('numbers come back from the CSV bit for bit, and text whole', () => {
  const numbers = [0.1 + 0.2, -0, 5e-324, 1.7976931348623157e308, null];
  const texts = ['plain', 'a, b', 'a "b"', 'two\nlines', null];
  const columns: TableColumn[] = [
    { name: 'x', heading: 'x [V]', unit: 'V', type: 'number', values: numbers },
    { name: 'y', heading: 'y', unit: '', type: 'text', values: texts },
  ];
  const [head, ...lines] = csvOf(columns).split('\r\n');
  expect(head).toBe('x [V],y');
  expect(lines).toEqual(['0.30000000000000004,plain', '-0,"a, b"', '5e-324,"a ""b"""', '1.7976931348623157e+308,"two\nlines"', ',', '']);
  const back = lines.slice(0, 4).map((line) => Number(line.split(',')[0]));
  expect(back.every((value, index) => Object.is(value, numbers[index]))).toBe(true);
});
