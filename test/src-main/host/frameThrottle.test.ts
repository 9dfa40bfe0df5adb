import { describe, expect, it } from 'vitest';
import { FRAME_INTERVAL_MS, FrameThrottle } from '../../../src-main/host/frameThrottle.ts';

describe('FrameThrottle', () => {
  it('sends the next frame only after the last was acknowledged', () => {
    const throttle = new FrameThrottle();
    expect(throttle.wait(1, 0)).toBe(0);
    throttle.sent(1, 0);
    expect(throttle.wait(2, 10_000)).toBeNull();
    throttle.acknowledge(7);
    expect(throttle.wait(2, 10_000)).toBeNull();
    throttle.acknowledge(1);
    expect(throttle.wait(2, 10_000)).toBe(0);
  });

  it('sends at most 30 per second', () => {
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
