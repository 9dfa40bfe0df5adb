import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../src-main/host/pacer.ts';

describe('Pacer', () => {
  it('gives whole steps at the speed asked for', () => {
    const pacer = new Pacer(10, 0);
    pacer.restart(0);
    expect(pacer.due(0)).toBe(1);
    pacer.done(1);
    expect(pacer.due(50)).toBe(0);
    expect(pacer.wait(50)).toBeCloseTo(50, 9);
    expect(pacer.due(100)).toBe(1);
  });

  it('does not race after a stall', () => {
    const pacer = new Pacer(1000, 0);
    expect(pacer.due(60_000)).toBe(100);
  });

  it('knows no bound at full speed', () => {
    const pacer = new Pacer(null, 0);
    expect(pacer.due(0)).toBe(Number.POSITIVE_INFINITY);
    expect(pacer.wait(0)).toBe(0);
  });
});
