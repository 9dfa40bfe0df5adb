import { describe, expect, it } from 'vitest';
import { magnitudeColour, signedColour, type Theme } from '../../../src-renderer/view/colours.ts';
import * as quantities from '../../../src-renderer/view/quantities.ts';
import { fitRange, fitWidths, trendOf } from '../../../src-renderer/view/rates.ts';
import { describeReport } from '../../../src-renderer/view/reports.ts';

/** Relative luminance of WCAG 2.2, of "rgb(r, g, b)". */
function luminance(colour: string): number {
  const [red, green, blue] = colour.match(/\d+/g)!.map((channel) => {
    const value = Number(channel) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].toSorted((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

describe('signedColour', () => {
  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(18, 22, 28)'],
  ] as const)('keeps 3:1 on the %s background from end to end', (theme: Theme, background) => {
    for (let fraction = -1; fraction <= 1; fraction += 0.05)
      expect(contrast(signedColour(fraction, theme), background)).toBeGreaterThanOrEqual(3);
  });

  it('is blue below zero, orange above, and clipped', () => {
    const [low, high] = [signedColour(-1, 'light'), signedColour(1, 'light')].map((colour) => colour.match(/\d+/g)!.map(Number));
    expect(low[2]).toBeGreaterThan(low[0]);
    expect(high[0]).toBeGreaterThan(high[2]);
    expect(signedColour(-7, 'light')).toBe(signedColour(-1, 'light'));
    expect(signedColour(Number.NaN, 'dark')).toBe(signedColour(0, 'dark'));
  });
});

describe('magnitudeColour', () => {
  it('gets lighter with the magnitude', () => {
    const steps = [0, 0.2, 0.4, 0.6, 0.8, 1].map((fraction) => luminance(magnitudeColour(fraction)));
    expect(steps).toEqual(steps.toSorted((left, right) => left - right));
  });
});

describe('scales', () => {
  it('end at round numbers, without runaway edges', () => {
    expect(fitRange([0.3, -1.4, 0.2])).toBe(2);
    expect(fitRange([...Array.from({ length: 40 }, () => 0.4), 90])).toBe(0.5);
    expect(fitRange([0, 0])).toBeNull();
  });

  it('of widths leave room to grow and ignore cut and shorted edges', () => {
    expect(fitWidths([5.5e-4, 0], [0, 3.8e-3])).toEqual([0, 1e-3]);
    expect(fitWidths([...Array.from({ length: 20 }, () => 5e-4), 3e-3, 3e-3], [0, 3.8e-3])).toEqual([0, 1e-3]);
    expect(fitWidths([3e-3, 1e3], [0, 3.8e-3])).toEqual([0, 3.8e-3]);
    expect(fitWidths([0], [1e-5, 1e-3])).toEqual([1e-5, 1e-3]);
  });

  it('mark a trend beyond a quarter of the range', () => {
    expect([0.6, 0.5, -0.6].map((rate) => trendOf(rate, 2))).toEqual(['rising', 'steady', 'falling']);
  });
});

describe('quantities', () => {
  it('fit their columns', () => {
    expect([1 / 828, 1 / 6200, 1 / 50_000, 0].map(quantities.formatResistanceShort)).toEqual(['828', '6.2k', '50k', '∞']);
    expect(quantities.formatCount(65_800)).toBe('65\u202f800');
    expect(quantities.formatVolts(-0.0871)).toBe('−0.087\u00a0V');
    expect([6.578, 65.3, 600, 7300].map(quantities.formatTime)).toEqual([
      '6.58\u00a0s',
      '65.3\u00a0s',
      '10\u00a0min 0\u00a0s',
      '2\u00a0h 1\u00a0min',
    ]);
  });

  it('name the state by the kind of edge', () => {
    expect(quantities.formatState(63.7, { edgeKind: 'digipot', stateRange: [1, 128] })).toBe('64 of 128');
    expect(quantities.formatState(2.914, { edgeKind: 'transistor', stateRange: [0.7, 5.7] })).toBe('2.91\u00a0V');
    expect(quantities.formatRate(-0.25, 'digipot')).toBe('−0.25 /step');
  });
});

describe('describeReport', () => {
  it('says what was done and why, and does not list for ever', () => {
    expect(describeReport({ edges: ['e10'], damage: 'cut', reason: 'raises the error most: ×240', isolatedNodes: 1 })).toEqual({
      text: 'e10 cut',
      detail: 'raises the error most: ×240 · 1 node isolated',
    });
    expect(describeReport({ edges: ['a', 'b', 'c', 'd', 'e', 'f'], damage: null, reason: '', isolatedNodes: 0 }).text).toBe(
      'a, b, c, d and 2 more repaired',
    );
  });
});
