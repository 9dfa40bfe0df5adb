import { describe, expect, it } from 'vitest';
import { schedules } from '../../../../src-main/learning/schedules/index.ts';
import type { Order } from '../../../../src-main/learning/schedules/schedule.ts';
import { randomStream } from '../../../../src-main/math/random.ts';

const random = () => randomStream(7, 'schedule');

function first(order: Order, count: number): number[] {
  return Array.from({ length: count }, (_, step) => order(step));
}

describe('schedules', () => {
  it('cyclic goes round, holding each datapoint', () => {
    expect(first(schedules.cyclic.create({ kind: 'cyclic', hold: 1 }, 3, random()), 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(first(schedules.cyclic.create({ kind: 'cyclic', hold: 2 }, 3, random()), 8)).toEqual([0, 0, 1, 1, 2, 2, 0, 0]);
  });

  it('list repeats its order', () => {
    expect(first(schedules.list.create({ kind: 'list', order: [2, 0, 2] }, 3, random()), 5)).toEqual([2, 0, 2, 2, 0]);
  });

  it('random is uniform, independent from step to step, and follows the seed', () => {
    const draws = first(schedules.random.create({ kind: 'random' }, 4, random()), 40_000);
    const pairs = new Array<number>(16).fill(0);
    for (let step = 1; step < draws.length; step++) pairs[4 * draws[step - 1] + draws[step]]++;
    // 2500 of each pair; five standard deviations of a count.
    for (const count of pairs) expect(Math.abs(count - 2500)).toBeLessThan(250);
    expect(first(schedules.random.create({ kind: 'random' }, 4, random()), 50)).toEqual(draws.slice(0, 50));
    expect(first(schedules.random.create({ kind: 'random' }, 4, randomStream(8, 'schedule')), 50)).not.toEqual(draws.slice(0, 50));
  });

  it('alternating gives each group its part of the period, its datapoints in order', () => {
    const order = schedules.alternating.create({ kind: 'alternating', groups: [0, 1, 0], period: 6 }, 3, random());
    expect(first(order, 12)).toEqual([0, 2, 0, 1, 1, 1, 2, 0, 2, 1, 1, 1]);
  });

  it('alternating shows every datapoint even when a turn is shorter than its group', () => {
    const order = schedules.alternating.create({ kind: 'alternating', groups: [0, 1, 0, 1, 1], period: 2 }, 5, random());
    expect(first(order, 12)).toEqual([0, 1, 2, 3, 0, 4, 2, 1, 0, 3, 2, 4]);
  });
});
