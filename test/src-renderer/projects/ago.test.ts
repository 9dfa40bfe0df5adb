import { expect, test } from 'vitest';
import { momentOf, savedAgo } from '../../../src-renderer/projects/ago.ts';

test.each([
  [-3, 'saved just now'],
  [4.9, 'saved just now'],
  [12.4, 'saved 12 s ago'],
  [59.9, 'saved 59 s ago'],
  [60, 'saved 1 min ago'],
  [7199, 'saved 1 h ago'],
  [86_400 * 3, 'saved 3 d ago'],
])('%d s: %s', (seconds, words) => {
  expect(savedAgo(seconds)).toBe(words);
});

test('a moment of today is its time alone, another one has its date', () => {
  const now = new Date(2026, 10, 21, 16, 0).getTime() / 1000;
  expect(momentOf(new Date(2026, 10, 21, 14, 3).getTime() / 1000, now)).toBe('14:03');
  expect(momentOf(new Date(2026, 10, 20, 14, 3).getTime() / 1000, now)).toBe('2026-11-20 14:03');
});
