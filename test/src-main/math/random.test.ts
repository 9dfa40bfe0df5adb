import { describe, expect, it } from 'vitest';
import { NORMAL_LIMIT, randomStream, shuffled } from '../../../src-main/math/random.ts';

const DRAWS = 100_000;
const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
const mean = (sample: readonly number[]): number => sample.reduce((sum, value) => sum + value, 0) / sample.length;

/** χ² of counts that should all be alike, as standard deviations from what chance gives. */
function surprise(counts: readonly number[]): number {
  const expected = mean(counts);
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
}

describe('the generator', () => {
  it('is xoshiro128**: the first words from the state 1, 2, 3, 4 are those of the reference implementation', () => {
    const random = randomStream(0, 'any');
    random.load([1, 2, 3, 4]);
    const words = draw(10, () => random.below(2 ** 32));
    expect(words).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804]);
  });

  it('gives the same numbers in every version: known answers', () => {
    const random = randomStream(2024, 'bias');
    expect([random.uniform(), random.normal(), random.below(1000), random.uniform()]).toMatchInlineSnapshot(`
      [
        0.48095393763167515,
        1.6905387692808198,
        648,
        0.9036175774063496,
      ]
    `);
    expect(randomStream(2 ** 40 + 1, 'schedule').save()).toMatchInlineSnapshot(`
      [
        3799036573,
        3465923651,
        4278975657,
        940054045,
      ]
    `);
    expect(shuffled([0, 1, 2, 3, 4, 5, 6, 7], randomStream(1, 'split'))).toMatchInlineSnapshot(`
      [
        2,
        5,
        3,
        4,
        7,
        1,
        6,
        0,
      ]
    `);
  });

  it('goes on from a saved state', () => {
    const random = randomStream(5, 'rule');
    draw(1000, random.normal);
    const state = random.save();
    const first = draw(50, random.normal);
    random.load(state);
    expect(draw(50, random.normal)).toEqual(first);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(() => random.load([1, 2, 3])).toThrow('four words');
  });
});

describe('uniform numbers', () => {
  const sample = draw(DRAWS, randomStream(1, 'uniform').uniform);

  it('lie in [0, 1) and fill it evenly', () => {
    expect(Math.min(...sample)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...sample)).toBeLessThan(1);
    const counts = new Array<number>(100).fill(0);
    for (const value of sample) counts[Math.floor(100 * value)]++;
    // Five standard deviations: one honest generator in three million fails.
    expect(Math.abs(surprise(counts))).toBeLessThan(5);
  });

  it('do not follow each other: neighbours are uncorrelated', () => {
    const centred = sample.map((value) => value - 0.5);
    const correlation = mean(centred.slice(1).map((value, index) => value * centred[index])) * 12;
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(DRAWS));
  });
});

describe('normal numbers', () => {
  const sample = draw(DRAWS, randomStream(1, 'normal').normal);

  it('are the same numbers where they are written to an array', () => {
    const [one, other] = [randomStream(4, 'normal'), randomStream(4, 'normal')];
    const written = new Float64Array(1000);
    for (let index = 0; index < written.length; index++) other.drawNormal(written, index);
    expect([...written]).toEqual(draw(1000, one.normal));
  });

  it('have the moments of the standard normal', () => {
    // Standard errors of the first four moments of N(0, 1): √1, √2, √15, √96 over √n.
    [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ].forEach(([power, expected, variance]) => {
      const moment = mean(sample.map((value) => value ** power));
      expect(Math.abs(moment - expected)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
    });
  });

  it('have its quantiles', () => {
    for (const [limit, fraction] of [
      [-1.959964, 0.025],
      [-0.6744898, 0.25],
      [0, 0.5],
      [1.281552, 0.9],
      [3.090232, 0.999],
    ]) {
      const below = sample.filter((value) => value < limit).length / DRAWS;
      expect(Math.abs(below - fraction)).toBeLessThan(5 * Math.sqrt((fraction * (1 - fraction)) / DRAWS));
    }
  });

  it('never exceed the limit that rules rely on', () => {
    expect(Math.max(...sample.map(Math.abs))).toBeLessThan(NORMAL_LIMIT);
  });
});

describe('whole numbers', () => {
  it.each([1, 2, 3, 7, 30, 1000])('below %d come equally often', (bound) => {
    const counts = new Array<number>(bound).fill(0);
    const random = randomStream(3, `below ${bound}`);
    for (let count = 0; count < DRAWS; count++) counts[random.below(bound)]++;
    if (bound > 1) expect(Math.abs(surprise(counts))).toBeLessThan(5);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
  });

  it('have no modulo bias: the lower third of a bound just above 2^31 comes no oftener than its share', () => {
    // Without rejection, words above the bound would wrap onto the lower numbers, and these come twice as often.
    const bound = 3 * 2 ** 30;
    const random = randomStream(4, 'bias');
    const low = draw(20_000, () => random.below(bound)).filter((value) => value < 2 ** 30).length / 20_000;
    expect(Math.abs(low - 1 / 3)).toBeLessThan(0.02);
  });

  it('shuffle evenly and keep every item', () => {
    const random = randomStream(6, 'shuffle');
    const counts = new Array<number>(24).fill(0);
    const orders = new Map<string, number>();
    for (let count = 0; count < 24_000; count++) {
      const order = shuffled(['a', 'b', 'c', 'd'], random).join('');
      if (!orders.has(order)) orders.set(order, orders.size);
      counts[orders.get(order)!]++;
    }
    expect(orders.size).toBe(24);
    expect(Math.abs(surprise(counts))).toBeLessThan(5);
  });

  it('leave the original alone', () => {
    const items = [1, 2, 3];
    shuffled(items, randomStream(1, 'shuffle'));
    expect(items).toEqual([1, 2, 3]);
  });
});

describe('streams', () => {
  const streams: [seed: number, label: string][] = [
    [1, 'schedule'],
    [1, 'rule'],
    [1, 'schedule 1'],
    [2, 'schedule'],
    [1 + 2 ** 32, 'schedule'],
    [1, ''],
    [0, 'schedule'],
  ];
  const samples = streams.map(([seed, label]) => draw(20_000, randomStream(seed, label).uniform));

  it('of one seed and label are the same', () => {
    expect(draw(10, randomStream(7, 'state').normal)).toEqual(draw(10, randomStream(7, 'state').normal));
  });

  it('of different seeds or labels are uncorrelated, also when shifted by one', () => {
    samples.forEach((a, i) => {
      samples.slice(i + 1).forEach((b) => {
        for (const shift of [0, 1]) {
          const correlation = 12 * mean(a.slice(shift).map((value, index) => (value - 0.5) * (b[index] - 0.5)));
          // 42 comparisons, each beyond five standard deviations once in two million.
          expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(20_000));
        }
      });
    });
  });

  it('of a thousand neighbouring seeds never begin alike', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => randomStream(seed, 'schedule').save().join());
    expect(new Set(firsts).size).toBe(1000);
    const means = Array.from({ length: 1000 }, (_, seed) => randomStream(seed, 'schedule').uniform());
    expect(Math.abs(mean(means) - 0.5)).toBeLessThan(5 / Math.sqrt(12 * 1000));
  });
});
