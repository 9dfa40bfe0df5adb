import { describe, expect, it } from 'vitest';
import { csvOf, tableOf } from '../../../src-renderer/figures/csv.ts';
import { readLength, readRange } from '../../../src-renderer/plots/axisRange.ts';
import { decadeTicksWithin, formatDecade } from '../../../src-renderer/plots/scales.ts';
import { magnitudes, raised } from '../../../src-renderer/plots/seriesSpec.ts';
import { powerOf } from '../../../src-renderer/stores/records.ts';

describe('a typed range', () => {
  it('is read with a point or a comma, and automatic when empty', () => {
    expect(readRange({ from: '1e-6', to: '0,1' }, true)).toEqual({ range: [1e-6, 0.1] });
    expect(readRange({ from: '−0.5', to: '2' }, false)).toEqual({ range: [-0.5, 2] });
    expect(readRange({ from: ' ', to: '' }, false)).toEqual({ range: null });
  });

  it.each([
    ['1', '', false],
    ['one', '2', false],
    ['2', '1', false],
    ['1', '1', false],
    ['0', '1', true],
  ])('says what is wrong with %s to %s', (from, to, isLogarithmic) => {
    expect(readRange({ from, to }, isLogarithmic)).toHaveProperty('fault');
  });
});

describe('a typed length of the newest part', () => {
  it('is a number above zero, or all of it when empty', () => {
    expect([readLength('2,5'), readLength(' ')]).toEqual([{ length: 2.5 }, { length: null }]);
    for (const typed of ['0', '-1', 'two']) expect(readLength(typed)).toHaveProperty('fault');
  });
});

describe('a logarithmic axis with bounds of its own', () => {
  it('labels the decades within, or its ends where there are fewer than two', () => {
    expect(decadeTicksWithin(2e-4, 30)).toEqual([1e-3, 0.01, 0.1, 1, 10]);
    expect(decadeTicksWithin(0.02, 0.08)).toEqual([0.02, 0.08]);
    expect(formatDecade(0.02)).toBe('0.02');
  });

  it('shows sizes without sign, and nothing where there is none but for rounding', () => {
    expect(magnitudes([[1, 2, 3, 4], [-0.5, 0, 1e-17, null]])).toEqual([[1, 2, 3, 4], [0.5, null, 1e-17, null]]); // prettier-ignore
    expect(magnitudes([[1, 2], [-1e-17, -2e-12]], 1e-12)).toEqual([[1, 2], [null, 2e-12]]); // prettier-ignore
  });

  it('lets what is below its floor lie on it, and keeps gaps', () => {
    expect(raised([[1, 2, 3], [1e-30, null, 0.1]], 1e-18)).toEqual([[1, 2, 3], [1e-18, null, 0.1]]); // prettier-ignore
  });
});

describe('the data of a plot', () => {
  const spec = { xLabel: 'time', xUnit: 's', series: [{ label: 'O, free', colour: '' }] };
  const table = tableOf(spec, [[0, 0.5], [null, -1.25e-7]]); // prettier-ignore

  it('is written as CSV in full precision', () => {
    expect(csvOf(table, false)).toBe('time (s),"O, free"\r\n0,\r\n0.5,-1.25e-7\r\n');
  });

  it('has decimal commas and semicolons on demand', () => {
    expect(csvOf(table, true)).toBe('time (s);"O, free"\r\n0;\r\n0,5;-1,25e-7\r\n');
  });
});

describe('power', () => {
  it('is the sum of K ΔV² over the edges, without those that float', () => {
    const ends = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ];
    // 2 mS over 0.5 V: 0.5 mW; node 2 floats.
    expect(powerOf({ conductances: [0.002, 0.001], freeVoltages: [0.5, 0, null] }, ends)).toBeCloseTo(5e-4, 15);
  });
});
