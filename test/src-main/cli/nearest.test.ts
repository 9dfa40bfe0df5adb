import { expect, test } from 'vitest';
import { nearest } from '../../../src-main/cli/nearest.ts';

test.each([
  ['xro', 'xor'],
  ['XOR', 'xor'],
  ['irsi', 'iris'],
  ['alostery', 'allostery'],
  ['voltage', undefined],
  ['', undefined],
])('%s is nearest to %s', (word, found) => {
  expect(nearest(word, ['divider', 'allostery', 'iris', 'xor'])).toBe(found);
});
