import { describe, expect, it } from 'vitest';
import type { Bar, Claim } from '../../../src-main/experiments/experiment.ts';
import { barText, judge } from '../../../src-main/experiments/verdict.ts';

const claim = (bar: Bar | undefined, absent?: Claim['absent']): Claim => ({
  id: 'figure',
  quantity: 'A figure',
  unit: 'V',
  source: { source: 'dillavou2022', place: 'Fig. 2' },
  published: 1,
  reason: 'A reason.',
  ...(bar === undefined ? {} : { bar }),
  ...(absent === undefined ? {} : { absent }),
});
const atMost: Bar = { statistic: 'median', relation: '<=', value: 2 };
const atLeast: Bar = { statistic: 'median', relation: '>=', value: 2 };

describe('a verdict', () => {
  it('judges the median, and shows the quartiles', () => {
    expect(judge(claim(atMost), [1, 2, 3])).toEqual({ median: 2, quartiles: [1.5, 2.5], value: 2, absent: 0, holds: true });
    expect(judge(claim(atMost), [2, 2.1, 3]).holds).toBe(false);
    expect(judge(claim(atLeast), [1, 2, 3]).holds).toBe(true);
    expect(judge(claim(atLeast), [1, 1.9, 3]).holds).toBe(false);
  });

  it('judges a fraction of yes and no', () => {
    const bar: Bar = { statistic: 'fraction', relation: '>=', value: 0.75 };
    expect(judge(claim(bar), [1, 1, 1, 0])).toMatchObject({ value: 0.75, median: 1, holds: true });
    expect(judge(claim(bar), [1, 1, 0, 0])).toMatchObject({ value: 0.5, holds: false });
    expect(judge(claim(bar), [1, 1, 1, 1, null, null])).toMatchObject({ absent: 2, holds: false });
  });

  it('judges extremes and both ends of a range', () => {
    expect(judge(claim({ statistic: 'highest', relation: '<=', value: 3 }), [1, 2, 3.1]).holds).toBe(false);
    expect(judge(claim({ statistic: 'lowest', relation: '>=', value: 1 }), [1, 2, 3.1]).holds).toBe(true);
    const between: Bar = { statistic: 'median', relation: 'between', value: [1, 2] };
    expect([0.9, 1, 1.5, 2, 2.1].map((figure) => judge(claim(between), [figure]).holds)).toEqual([false, true, true, true, false]);
  });

  it('counts a run without a figure as the worst, whichever end that is', () => {
    for (const bar of [atMost, atLeast]) {
      expect(judge(claim(bar), [2, 2, 2, null, null])).toMatchObject({ median: 2, absent: 2, holds: true });
      expect(judge(claim(bar), [2, 2, null, null, null])).toMatchObject({ median: null, absent: 3, holds: false });
      expect(judge(claim(bar), [null])).toMatchObject({ median: null, quartiles: [null, null], holds: false });
    }
    expect(judge(claim(atMost), [1, 3, null]).holds).toBe(false);
    expect(judge(claim(atLeast), [1, 3, null]).holds).toBe(false);
    const range: Bar = { statistic: 'median', relation: 'between', value: [1, 2] };
    expect(judge(claim(range), [0.5, 1.5, null]).holds).toBe(false);
    expect(judge(claim(range), [1.5, 2.5, null]).holds).toBe(false);
    expect(judge(claim(range), [1.5, 1.5, null]).holds).toBe(true);
    expect(judge(claim(atMost), [1, Number.NaN])).toMatchObject({ absent: 1, holds: false });
  });

  it('leaves it out where the claim says so, but never holds on nothing', () => {
    expect(judge(claim(atMost, 'leftOut'), [1, null, null])).toMatchObject({ median: 1, absent: 2, holds: true });
    expect(judge(claim(atMost, 'leftOut'), [null, null])).toMatchObject({ median: null, absent: 2, holds: false });
  });

  it('is neither yes nor no where nothing is claimed', () => {
    expect(judge(claim(undefined), [1, 2, 3])).toMatchObject({ median: 2, value: 2, holds: null });
  });
});

describe('a bar', () => {
  it('is written in words', () => {
    expect(barText(atMost, 'V')).toBe('median ≤ 2\u00a0V');
    expect(barText({ statistic: 'fraction', relation: '>=', value: 0.95 }, '')).toBe('fraction ≥ 0.95');
    expect(barText({ statistic: 'median', relation: 'between', value: [0.9, 1.1] }, '')).toBe('median 0.9 … 1.1');
  });
});
