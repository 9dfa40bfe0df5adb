import { describe, expect, it } from 'vitest';
import { Beat, FRAME_INTERVAL_MS, FrameThrottle } from '../../../src-main/host/frameThrottle.ts';

describe('FrameThrottle', () => {
  it('has two frames on their way at most', () => {
    const throttle = new FrameThrottle();
    expect(throttle.wait(1, 0)).toBe(0);
    throttle.sent(1, 0);
    expect(throttle.wait(2, 1000)).toBe(0);
    throttle.sent(2, 1000);
    expect(throttle.wait(3, 10_000)).toBeNull();
    throttle.acknowledge(7);
    expect(throttle.wait(3, 10_000)).toBeNull();
    throttle.acknowledge(1);
    expect(throttle.wait(3, 10_000)).toBe(0);
  });

  it('takes the acknowledgement of a frame for the skipped ones before it too', () => {
    const throttle = new FrameThrottle();
    throttle.sent(1, 0);
    throttle.sent(2, 1000);
    throttle.acknowledge(2);
    throttle.sent(3, 2000);
    expect(throttle.wait(4, 10_000)).toBe(0);
  });

  it('sends one per interval at most', () => {
    const throttle = new FrameThrottle();
    throttle.sent(1, 1000);
    throttle.acknowledge(1);
    expect(throttle.wait(2, 1010)).toBeCloseTo(FRAME_INTERVAL_MS - 10, 9);
    expect(throttle.wait(2, 1000 + FRAME_INTERVAL_MS)).toBe(0);
  });

  it('sends nothing that was seen', () => {
    const throttle = new FrameThrottle();
    throttle.sent(1, 0);
    throttle.acknowledge(1);
    expect(throttle.wait(1, 10_000)).toBeNull();
    throttle.reset(5, 0);
    expect(throttle.wait(5, 10_000)).toBeNull();
  });
});

describe('Beat', () => {
  it('keeps its rate although every beat is heard late', () => {
    const beat = new Beat();
    let heard = 0;
    // A thread that looks up every 8 ms, as between two slices of a run.
    for (let now = 0; now < 10_000; now += 8) {
      if (beat.wait(now) > 0) continue;
      beat.take(now);
      heard++;
    }
    // The last beat may lie beyond the end.
    expect(Math.abs(heard - 10_000 / FRAME_INTERVAL_MS)).toBeLessThanOrEqual(1);
  });

  it('makes up for nothing after a pause', () => {
    const beat = new Beat();
    beat.take(0);
    beat.take(5000);
    expect(beat.wait(5000)).toBeCloseTo(FRAME_INTERVAL_MS, 9);
  });
});
