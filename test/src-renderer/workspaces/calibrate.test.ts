import { describe, expect, test } from 'vitest';
import type { CalibrationStage } from '../../../shared/calibration.ts';
import type { Fault } from '../../../shared/twin.ts';
import { withForecast } from '../../../src-renderer/panels/Twin/view.ts';
import { certaintyText } from '../../../shared/faults.ts';
import {
  blockedBy,
  inReadableUnits,
  seriesOf,
  stagesToDo,
  standingText,
  tableOf,
} from '../../../src-renderer/workspaces/Calibrate/view.ts';

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

  test('numbers stand by edge, to the digit that their usual deviation reaches, and those that are known worse are marked', () => {
    const threshold = { quantity: 'V_T, free', unit: 'V' };
    const gain = { quantity: 'S, free', unit: 'A/V²' };
    const { columns, rows } = tableOf([
      { ...gain, of: 'e0', value: 8.04e-4, deviation: 3e-5 },
      { ...threshold, of: 'e0', value: 0.62134, deviation: 0.0042 },
      { ...threshold, of: 'e1', value: -0.5, deviation: 0.02 },
      { ...threshold, of: 'e2', value: -0.00001, deviation: 0.0042 },
    ]);
    expect(columns).toEqual([
      { title: 'S, free', unit: 'mA/V²', typical: '0.030' },
      { title: 'V_T, free', unit: 'V', typical: '0.0042' },
    ]);
    expect(rows.map(({ of }) => of)).toEqual(['e0', 'e1', 'e2']);
    expect(rows[0].cells).toEqual([
      { value: '0.804', deviation: '0.030', isLoose: false },
      { value: '0.6213', deviation: '0.0042', isLoose: false },
    ]);
    expect(rows[1].cells).toEqual([null, { value: '−0.5000', deviation: '0.0200', isLoose: true }]);
    expect(rows[2].cells[1]!.value).toBe('0.0000');
  });

  test('a deviation below the digits of its column is said to be', () => {
    const zero = (of: string, deviation: number) => ({ quantity: 'zero', of, unit: 'V', value: 2.5e-4, deviation });
    const { rows } = tableOf([zero('n0', 3e-5), zero('n1', 1e-8), zero('n2', 3e-5)]);
    expect(rows.map(({ cells }) => cells[0]!.deviation)).toEqual(['0.030', '< 0.001', '0.030']);
  });

  test('points below a tenth of a volt are shown in mV', () => {
    const volts = (title: string) => ({ title, unit: 'V' });
    const plot = { x: volts('measured'), y: volts('missed'), series: [{ name: 'free, before', x: [0.1, 0.4], y: [-0.002, 0.001] }] };
    expect(inReadableUnits(plot)).toMatchObject({ x: { unit: 'V' }, y: { unit: 'mV' }, series: [{ x: [0.1, 0.4], y: [-2, 1] }] });
    expect(seriesOf(plot, 'before').series).toMatchObject([{ name: 'free' }]);
    expect(seriesOf(plot, 'after').series).toEqual([]);
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
  expect(
    withForecast(
      data,
      [1, 3, 5],
      [
        [4, 2, 1],
        [6, 4, 4],
      ],
    ),
  ).toEqual([
    [0, 1, 2, 3, 5],
    [8, 4, 2, null, null],
    [null, 4, 3, 2, 1],
    [null, 6, 5, 4, 4],
  ]);
});

test('what the measurements do not tell of a fault is told with it', () => {
  const fault = (edge: string, kind: Fault['kind'], probability: number): Fault => ({ edge, kind, value: null, probability });
  const faults = [fault('e9', 'cut', 0.8), fault('e9', 'stuck', 0.17), fault('e2', 'cut', 0.03)];
  expect(certaintyText({ faults, certainty: 'fault', edges: 'transistor' })).toBe('');
  expect(certaintyText({ faults, certainty: 'edge', edges: 'transistor' })).toMatch(/^It is e9, but what is wrong with it/);
  expect(certaintyText({ faults, certainty: 'none', edges: 'transistor' })).toMatch(/do not tell which of the first/);
  expect(certaintyText({ faults, certainty: 'edge', edges: 'digipot' })).toMatch(/At other wiper positions they would/);
});
