import { describe, expect, it } from 'vitest';
import * as view from '../../../../src-renderer/panels/Transport/view.ts';

describe('the speed slider', () => {
  it('runs from one step a second over real time to as fast as it goes', () => {
    expect(view.speedAtPosition(0, 1e-4)).toBe(1);
    expect(view.speedAtPosition(1, 1e-4)).toBeNull();
    expect(view.positionOfSpeed(null)).toBe(1);
    expect(view.positionOfSpeed(1)).toBe(0);
  });

  it('is logarithmic and snaps to real time', () => {
    const real = view.positionOfSpeed(10_000);
    expect(view.speedAtPosition(real + 0.01, 1e-4)).toBe(10_000);
    expect(view.speedAtPosition(real - 0.01, 1e-4)).toBe(10_000);
    const decade = view.positionOfSpeed(100) - view.positionOfSpeed(10);
    expect(view.positionOfSpeed(100_000) - view.positionOfSpeed(10_000)).toBeCloseTo(decade, 12);
  });

  it('goes back to where it came from', () => {
    for (const speed of [1, 30, 420, 10_000, 1e6]) {
      // The slider rounds to two digits.
      expect(view.speedAtPosition(view.positionOfSpeed(speed), 0.25)! / speed).toBeCloseTo(1, 1);
    }
  });

  it('says its value in words', () => {
    expect(view.formatSpeed(null, 1e-4)).toBe('max');
    expect(view.formatSpeed(10_000, 1e-4)).toBe('real time');
    expect(view.formatSpeed(1000, 1e-4)).toBe('0.1× real time');
    expect(view.formatSpeed(12, 1e-4)).toBe('12\u00a0steps/s');
    expect(view.formatSpeed(30, 0.25)).toBe('30\u00a0steps/s');
  });
});

describe('the other sliders', () => {
  it('cover their ranges and invert', () => {
    expect([0, 1].map(view.nudgeAtPosition)).toEqual([0.01, 1]);
    expect(view.nudgeAtPosition(view.positionOfNudge(0.5))).toBe(0.5);
    expect([0, 1].map(view.stepTimeAtPosition)).toEqual([1e-6, 1]);
    expect(view.stepTimeAtPosition(view.positionOfStepTime(1e-4))).toBe(1e-4);
    expect(view.formatStepTime(1e-4)).toBe('100\u00a0µs');
  });
});
