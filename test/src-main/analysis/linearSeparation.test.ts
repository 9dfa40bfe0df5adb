import { describe, expect, it } from 'vitest';
import { bestLinearAccuracy } from '../../../src-main/analysis/linearSeparation.ts';
import { randomStream } from '../../../src-main/math/random.ts';

const square: [number, number][] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

describe('the best straight boundary', () => {
  it('tells AND apart, but not XOR', () => {
    expect(bestLinearAccuracy(square, [false, false, false, true])).toBe(1);
    expect(bestLinearAccuracy(square, [false, true, true, false])).toBe(0.75);
  });

  it('turns about a point between others on the same line', () => {
    const row: [number, number][] = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ];
    expect(bestLinearAccuracy(row, [true, true, false, false])).toBe(1);
    expect(bestLinearAccuracy(row, [true, false, false, true])).toBe(0.75);
  });

  it('counts a single class as told apart', () => {
    expect(bestLinearAccuracy(square, [true, true, true, true])).toBe(1);
  });

  it.each([1, 2, 3, 4, 5])('is what thousands of drawn lines never exceed and nearly always reach (draw %i)', (seed) => {
    const random = randomStream(seed, 'points');
    const points = Array.from({ length: 9 }, (): [number, number] => [random.uniform(), random.uniform()]);
    const isFirst = points.map(() => random.uniform() < 0.5);
    let found = 0;
    for (let line = 0; line < 20_000; line++) {
      const angle = 2 * Math.PI * random.uniform();
      const offset = 1.5 * (2 * random.uniform() - 1);
      const right = points.filter(([x, y], point) => x * Math.cos(angle) + y * Math.sin(angle) > offset === isFirst[point]).length;
      found = Math.max(found, right / points.length);
    }
    expect(bestLinearAccuracy(points, isFirst)).toBe(found);
  });
});
