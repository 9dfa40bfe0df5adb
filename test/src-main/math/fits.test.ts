import { describe, expect, it } from 'vitest';
import { oscillationPeriod } from '../../../src-main/math/autocorrelation.ts';
import { powerLawExponent } from '../../../src-main/math/powerLaw.ts';
import { randomStream } from '../../../src-main/math/random.ts';

describe('oscillationPeriod', () => {
  it('finds the period of a sine, whatever its offset', () => {
    const samples = Array.from({ length: 600 }, (_, step) => 7 + Math.sin((2 * Math.PI * step) / 37));
    expect(oscillationPeriod(samples)).toBe(37);
    expect(oscillationPeriod([0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1])).toBe(4);
  });

  it('finds the period of ringing that noise keeps alive', () => {
    const random = randomStream(1, 'noise');
    // A damped oscillator in steps of 1: poles at 0.97·e^(±2πi/25).
    const samples = [0, 0];
    for (let step = 2; step < 4000; step++) {
      samples.push(2 * 0.97 * Math.cos((2 * Math.PI) / 25) * samples[step - 1] - 0.97 ** 2 * samples[step - 2] + random.normal());
    }
    // Noise and damping move the peak by a step or two.
    expect(Math.abs(oscillationPeriod(samples)! - 25)).toBeLessThanOrEqual(2);
  });

  it('has no answer where nothing oscillates', () => {
    expect(oscillationPeriod([1, 1, 1, 1, 1, 1])).toBeNull();
    expect(oscillationPeriod(Array.from({ length: 90 }, (_, step) => step))).toBeNull();
  });
});

describe('powerLawExponent', () => {
  it('of exact power laws', () => {
    expect(
      powerLawExponent([
        [1, 2],
        [10, 200],
      ]),
    ).toBeCloseTo(2, 13);
    expect(powerLawExponent([0.1, 1, 7, 30].map((x): [number, number] => [x, 5 / Math.sqrt(x)]))).toBeCloseTo(-0.5, 13);
  });

  it('needs two points', () => {
    expect(powerLawExponent([[1, 1]])).toBeNull();
  });
});
