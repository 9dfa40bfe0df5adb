import { expect, test } from 'vitest';
import { judgementText } from '../../../src-main/cli/recordings/judgementText.ts';
import type { Judgement } from '../../../src-main/twin/judge.ts';

/** A run whose changes came true this well, in short and in longer intervals. */
function judged(run: string, correlation: number, long: number): { judgement: Judgement; wasFitted: boolean } {
  const byLength = [
    { upTo: 0.02, intervals: 18, correlation: 0.98 },
    { upTo: null, intervals: 5, correlation: long },
  ];
  const updates = {
    intervals: 23,
    correlation,
    untracked: 0,
    ceiling: 0.99996,
    measured: 0.19,
    missed: 0.19,
    missedByEdge: new Float64Array(2),
  };
  const known = { isKnownWiring: true, isKnownSession: true, unsolved: 0 };
  return { judgement: { run, states: 1, free: [2e-4], clamped: [3e-4], updates: { ...updates, byLength }, ...known }, wasFitted: false };
}

test('a run below the bar is told with where it falls short and what noise would allow; the others are not', () => {
  const text = judgementText([judged('ring', 0.48, 0.07), judged('good', 0.97, 0.95)]);
  expect(text).toContain('ring: r by length of the intervals 0.98 up to 20 ms (18), 0.07 in longer ones (5); noise would allow 0.99996.');
  expect(text).not.toContain('good: r by length');
});
