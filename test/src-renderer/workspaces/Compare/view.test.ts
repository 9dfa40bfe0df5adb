import { describe, expect, test } from 'vitest';
import type { ComparedSignal } from '../../../../shared/compare.ts';
import {
  courseSpan,
  keyOf,
  lineSide,
  multipleText,
  percentText,
  sortedSignals,
  sourceOf,
  verdictColour,
} from '../../../../src-renderer/workspaces/Compare/view.ts';

describe('words and colours of a comparison', () => {
  test('a multiple of the tolerance keeps its sign', () => {
    expect(multipleText(-3.41)).toBe('−3.4×');
    expect(multipleText(2.3)).toBe('+2.3×');
    expect(multipleText(null)).toBe('');
  });

  test('a fraction is 100 % only where all of it is', () => {
    expect(percentText(1)).toBe('100\u00a0%');
    expect(percentText(0.9994)).toBe('99.9\u00a0%');
    expect(percentText(null)).toBe('–');
  });

  test.each(['light', 'dark'] as const)('four colours by how far outside, in the %s theme', (theme) => {
    const colours = [0.5, -1.5, 2.5, -9].map((ratio) => verdictColour(ratio, theme));
    expect(new Set(colours).size).toBe(4);
    expect(verdictColour(null, theme)).toBe(colours[0]);
  });

  test('a board is points and its twin a line, whichever is the baseline', () => {
    const side = (isMeasured: boolean) => ({ title: '', detail: '', isMeasured, moments: 1 });
    expect(lineSide({ a: side(false), b: side(true) })).toBe('a');
    expect(lineSide({ a: side(true), b: side(false) })).toBe('b');
    expect(lineSide({ a: side(true), b: side(true) })).toBe('a');
  });

  test('sources go through the values of options unharmed', () => {
    for (const source of [
      { kind: 'machine', machine: 'simulated' },
      { kind: 'machine', machine: 'emulated', condition: 'laboratory' },
      { kind: 'machine', machine: 'board:/dev/tty with a space' },
      { kind: 'run', run: '2026-11-21-045352-xor' },
    ] as const) {
      expect(sourceOf(keyOf(source))).toEqual(source);
    }
  });

  test('what is wrong comes first, the farthest outside first of all', () => {
    const signal = (name: string, verdict: ComparedSignal['verdict'], worst: number | null): ComparedSignal =>
      ({ name, verdict, worst }) as ComparedSignal;
    const sorted = sortedSignals([
      signal('a', 'within', 0.9),
      signal('b', 'outside', -3),
      signal('c', 'not aligned', null),
      signal('d', 'outside', 5),
    ]);
    expect(sorted.map(({ name }) => name)).toEqual(['d', 'b', 'c', 'a']);
  });
});

test('the axis of a course begins at zero where the run does, and where its first measurement is when that came late', () => {
  const course = (times: number[]) => ({ times }) as Parameters<typeof courseSpan>[0];
  expect(courseSpan(course([0, 0.5, 1]))[0]).toBe(0);
  expect(courseSpan(course([0.1, 0.5, 1]))[0]).toBe(0);
  const [low, high] = courseSpan(course([10, 11, 12]));
  expect(low).toBeGreaterThan(9.9);
  expect(low).toBeLessThanOrEqual(10);
  expect(high).toBeGreaterThan(12);
  // A shift may put the first measurement before the zero.
  expect(courseSpan(course([-0.2, 1]))[0]).toBeLessThanOrEqual(-0.2);
});
