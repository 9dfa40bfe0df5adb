import { describe, expect, it } from 'vitest';
import { frameIn, rangeOf, scaleTo, ticksIn } from '../../../src-renderer/plots/canvas.ts';
import { magnitudes, seriesOf } from '../../../src-renderer/plots/seriesSpec.ts';

describe('drawings on a canvas', () => {
  it('have round ticks within their range', () => {
    expect(ticksIn([0, 0.45])).toEqual([0, 0.2, 0.4]);
    expect(ticksIn([-1, 1])).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(ticksIn([3, 3])).toEqual([3]);
    for (const tick of ticksIn([0.0123, 0.0177])) expect(tick).toBeGreaterThanOrEqual(0.0123);
  });

  it('have ranges with room around the data, and never an empty one', () => {
    expect(rangeOf([0, null, 10, Number.NaN], 0.1)).toEqual([-1, 11]);
    expect(rangeOf([])).toEqual([0, 1]);
    const [low, high] = rangeOf([5, 5]);
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
  });

  it('lie within their canvas, a square one in the middle', () => {
    const frame = frameIn(400, 150, true);
    expect(frame.width).toBe(frame.height);
    expect(frame.left + frame.width).toBeLessThan(400);
    expect(frame.left - frameIn(400, 150).left).toBeGreaterThan(50);
    expect(scaleTo([0, 2], 100, 0)(0.5)).toBe(75);
  });
});

describe('series', () => {
  it('are told apart by dashes after five colours', () => {
    const series = seriesOf(['a', 'b', 'c', 'd', 'e', 'f'], 'light');
    expect(series[5].colour).toBe(series[0].colour);
    expect(series[5].dash).not.toEqual(series[0].dash);
  });

  it('lose sign and zeros on a logarithmic axis, but not their abscissa', () => {
    expect(
      magnitudes([
        [0, 1, 2],
        [-3, 0, null],
      ]),
    ).toEqual([
      [0, 1, 2],
      [3, null, null],
    ]);
  });
});
