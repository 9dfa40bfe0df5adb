import { describe, expect, test } from 'vitest';
import { shiftOf } from '../../../src-main/twin/comparison/align.ts';
import { compareSignals, type Tolerance } from '../../../src-main/twin/comparison/compare.ts';
import { comparisonReport } from '../../../src-main/twin/comparison/report.ts';
import type { Signal } from '../../../src-main/twin/comparison/signal.ts';

const times = Array.from({ length: 200 }, (_, index) => index);
const signal = (valueAt: (time: number) => number): Signal => ({ name: 'output O', unit: 'V', times, values: times.map(valueAt) });
const wave = signal((time) => Math.sin(time / 15) + 0.002 * time);
const tolerance: Tolerance = { absolute: 1e-3, relative: 0, sigmas: 0, sigma: 0, time: 0 };

describe('alignment', () => {
  test('a shift is found by correlation and by trigger', () => {
    const later = signal((time) => Math.sin((time - 7) / 15) + 0.002 * (time - 7));
    expect(shiftOf(wave, later, { kind: 'correlation', reach: 20 })).toMatchObject({ shift: -7 });
    const byTrigger = shiftOf(wave, later, { kind: 'trigger', level: 0.5 });
    // Between two samples a sine differs from its chord by (1/15)²/8.
    expect('shift' in byTrigger && Math.abs(byTrigger.shift + 7)).toBeLessThan(0.05);
  });

  test('what can’t be aligned says why', () => {
    expect(shiftOf(wave, wave, { kind: 'trigger', level: 9 })).toEqual({ reason: 'A never rises through 9 V' });
    const flat = signal(() => 1);
    expect(shiftOf(wave, flat, { kind: 'correlation', reach: 5 })).toHaveProperty('reason');
  });
});

describe('a signal against another', () => {
  test('slope, bias and R² of an exact line', () => {
    const other = signal((time) => 2 * wave.values[time] + 0.1);
    const { slope, bias, determination } = compareSignals(wave, other, 0, tolerance);
    expect(slope).toBeCloseTo(2, 12);
    expect(bias).toBeCloseTo(0.1, 12);
    expect(determination).toBeCloseTo(1, 12);
  });

  test('the largest of absolute, relative and k·σ is allowed, and no more', () => {
    const other = signal((time) => wave.values[time] + (time === 50 ? 5e-3 : 0));
    const verdictAt = (changed: Partial<Tolerance>): string => compareSignals(wave, other, 0, { ...tolerance, ...changed }).verdict;
    expect(verdictAt({})).toBe('outside');
    expect(verdictAt({ absolute: 6e-3 })).toBe('within');
    expect(verdictAt({ sigmas: 3, sigma: 2e-3 })).toBe('within');
    expect(verdictAt({ relative: 0.1 })).toBe('within');
    const found = compareSignals(wave, other, 0, tolerance);
    expect(found).toMatchObject({ maximumTime: 50, outside: 1 / 200 });
    expect(found.maximum).toBeCloseTo(5e-3, 12);
    expect(found.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(200);
  });

  test('a difference in time alone is forgiven within the time tolerance', () => {
    const later = signal((time) => Math.sin((time - 1) / 15) + 0.002 * (time - 1));
    expect(compareSignals(wave, later, 0, tolerance).verdict).toBe('outside');
    const forgiving = compareSignals(wave, later, 0, { ...tolerance, absolute: 5e-3, time: 1 });
    expect(forgiving.verdict).toBe('within');
  });
});

test('the report stands alone', () => {
  const page = comparisonReport(
    { a: '<run>', b: 'board', verdict: 'within', signals: [compareSignals(wave, wave, 0, tolerance)] },
    '0.1.0',
  );
  expect(page).toContain('&lt;run&gt;');
  expect(page).not.toMatch(/(src|href)=|https?:|<script/);
  expect(page).toContain('<svg');
});
