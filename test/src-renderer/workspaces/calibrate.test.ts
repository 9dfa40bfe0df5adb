import { describe, expect, test } from 'vitest';
import type { CalibrationStage } from '../../../shared/calibration.ts';
import { withForecast } from '../../../src-renderer/panels/Twin/view.ts';
import { blockedBy, stagesToDo, standingText, valueText } from '../../../src-renderer/workspaces/Calibrate/view.ts';

const stage = (name: CalibrationStage['name'], change: Partial<CalibrationStage> = {}): CalibrationStage => ({
  ...{ name, title: name, doc: '', equation: '', needs: '', after: name === 'converters' || name === 'edges' ? [] : ['edges'] },
  ...{ state: 'open', missing: null, done: 0, message: '', problem: null, figure: null, parameters: [], plot: null, notes: [] },
  ...change,
});

describe('the stages of a calibration', () => {
  test('all that can be done one after the other, without those that are skipped, done or can’t be told', () => {
    const all = (['converters', 'edges', 'rate', 'bias', 'noise'] as const).map((name) => stage(name));
    expect(stagesToDo({ stages: all })).toEqual(['converters', 'edges', 'rate', 'bias', 'noise']);
    const without = all.map((entry) => (entry.name === 'edges' ? { ...entry, state: 'skipped' as const } : entry));
    expect(stagesToDo({ stages: without })).toEqual(['converters']);
    const still = all.map((entry) => (entry.name === 'rate' ? { ...entry, missing: 'nothing learnt' } : entry));
    expect(stagesToDo({ stages: still })).toEqual(['converters', 'edges', 'bias', 'noise']);
    expect(blockedBy(all[2], all)).toBe('needs “edges” first');
  });

  test('numbers are written to the digit that their deviation reaches', () => {
    expect(valueText({ name: '', unit: 'V', value: 0.62134, deviation: 0.0042 })).toBe('0.6213 ± 0.0042\u00a0V');
    expect(valueText({ name: '', unit: 'A/V²', value: 8.04e-4, deviation: 3e-5 })).toBe('0.804 ± 0.030\u00a0mA/V²');
    expect(valueText({ name: '', unit: 'V', value: -0.0021, deviation: 0.0003 })).toBe('−2.10 ± 0.30\u00a0mV');
  });

  test('a stale calibration says so', () => {
    const standing = { isSaved: true, isApplied: false, isStale: true, ageDays: 31.4, staleAfterDays: 30 };
    expect(standingText(standing)).toBe('saved · 31 days old · stale: older than 30 days');
  });
});

test('a forecast lies beside what was measured meanwhile, and goes on beyond it', () => {
  const data = [
    [0, 1, 2],
    [8, 4, 2],
  ];
  expect(withForecast(data, [1, 3, 5], [4, 2, 1])).toEqual([
    [0, 1, 2, 3, 5],
    [8, 4, 2, null, null],
    [null, 4, 3, 2, 1],
  ]);
});
