import { describe, expect, it } from 'vitest';
import { sign } from '../../../../src-main/learning/rules/sign.ts';
import type { Defects } from '../../../../src-main/physics/imperfections/imperfection.ts';
import { oneEdge } from '../support.ts';

const model = { kind: 'digipot', stepOhms: 1, taps: 128 } as const;
const pulse = { nudge: 0.5, stepTime: 1 };

/** The wiper's move from 64 under these drops. */
function move(
  decision: 'magnitude' | 'comparators',
  freeDrop: number,
  clampedDrop: number,
  defects: Partial<Defects> = {},
  tap = 64,
): number {
  const { bank, setup } = oneEdge(model, { tap }, defects);
  sign.create({ kind: 'sign', decision }, setup)(Float64Array.of(freeDrop, 0), Float64Array.of(clampedDrop, 0), pulse);
  return bank.states[0] - tap;
}

/** Fraction of upward steps among many independent decisions. */
function upward(freeDrop: number, clampedDrop: number, defects: Partial<Defects>): number {
  const { bank, setup } = oneEdge(model, { tap: 64 }, defects);
  const update = sign.create({ kind: 'sign', decision: 'comparators' }, setup);
  const trials = 20_000;
  let up = 0;
  for (let trial = 0; trial < trials; trial++) {
    bank.states[0] = 64;
    update(Float64Array.of(freeDrop, 0), Float64Array.of(clampedDrop, 0), pulse);
    if (bank.states[0] > 64) up++;
  }
  return up / trials;
}

// Four standard errors of a fraction near one half among 20 000.
const STATISTICAL = 0.015;

describe('sign rule', () => {
  it.each([
    [1, 2, 1],
    [2, 1, -1],
    [-1, -2, 1],
    [-2, -1, -1],
  ])(
    'steps up where the clamped drop is the larger one: free %d V, clamped %d V gives %d, both ways to decide',
    (freeDrop, clampedDrop, expected) => {
      expect(move('magnitude', freeDrop, clampedDrop)).toBe(expected);
      expect(move('comparators', freeDrop, clampedDrop)).toBe(expected);
    },
  );

  it('steps down at a tie, unless the lift decides it', () => {
    for (const drop of [1.5, 0, -1.5]) {
      expect(move('magnitude', drop, drop)).toBe(-1);
      expect(move('comparators', drop, drop)).toBe(-1);
      expect(move('comparators', drop, drop, { lift: 0.002 })).toBe(1);
    }
  });

  it('steps up by the circuit wherever the signs of the drops differ', () => {
    expect(move('comparators', 1, -0.5)).toBe(1);
    expect(move('comparators', -1, 0.5)).toBe(1);
    expect(move('magnitude', 1, -0.5)).toBe(-1);
    expect(move('magnitude', -1, 0.5)).toBe(-1);
  });

  it('stays between the first and the last position', () => {
    expect(move('magnitude', 1, 2, {}, 128)).toBe(0);
    expect(move('magnitude', 2, 1, {}, 1)).toBe(0);
  });

  it('feels the offset of each comparator', () => {
    expect(move('comparators', 1, 0.999, { dropOffsets: Float64Array.of(0.002) })).toBe(1);
    // The second comparator takes a small positive drop for a negative one, which reverses the first.
    expect(move('comparators', 0.01, 0.001, { signOffsets: Float64Array.of(-0.002) })).toBe(1);
    expect(move('comparators', 0.01, 0.001)).toBe(-1);
  });

  it.each([
    // Φ((ΔV_C − ΔV_F + lift)/σ) with σ = 5 mV.
    [0, 0, 0.5],
    [0.005, 0, 0.8413],
    [-0.01, 0, 0.0228],
    [0, 0.002, 0.6554],
    [-0.005, 0.002, 0.2743],
  ])('errs as often as the noise of the first comparator says: excess %d V, lift %d V', (excess, lift, expected) => {
    const fraction = upward(1, 1 + excess, { comparatorNoise: 0.005, lift });
    expect(Math.abs(fraction - expected)).toBeLessThan(STATISTICAL);
  });

  it('errs as often as the noise of the second comparator says where the first is sure', () => {
    // The first sees ΔV_C < ΔV_F by 1 V; the second must see a drop of 3 mV under 5 mV of noise: Φ(−0.6) = 0.2743 takes it for negative.
    expect(Math.abs(upward(1, 0.003, { comparatorNoise: 0.005 }) - 0.2743)).toBeLessThan(STATISTICAL);
  });
});
