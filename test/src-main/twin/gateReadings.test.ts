import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src-main/math/random.ts';
import { readingOf, whitened, type GateChange } from '../../../src-main/twin/gateReadings.ts';
import { sharedPrior } from '../../../src-main/twin/sharedPrior.ts';

const READING = 0.01;

/** A gate that moves at 0.3 V/s, read a hundred times with noise; the row is the time. */
function path(count: number, seed: number, rate = 0.3): GateChange[] {
  const random = randomStream(seed, 'gate');
  const readings = Array.from({ length: count + 1 }, (_, index) => 2 + rate * 0.01 * index + READING * random.normal());
  return Array.from({ length: count }, (_, index) => ({
    row: [0.01],
    change: readings[index + 1] - readings[index],
    spread: 1e-6,
    duration: 0.01,
    isNext: index > 0,
  }));
}

describe('changes between readings that follow each other', () => {
  it('are whitened by the Cholesky factor of their covariance', () => {
    const changes = path(6, 1).map((change, index) => ({ ...change, spread: 0.002 * (index + 1), isNext: index > 0 && index !== 3 }));
    const { rows, ordinates } = whitened(changes, READING);
    const covariance = Matrix.zeros(6, 6);
    changes.forEach(({ spread, isNext }, index) => {
      covariance.set(index, index, 2 * READING ** 2 + spread ** 2);
      if (isNext) covariance.set(index, index - 1, -(READING ** 2)).set(index - 1, index, -(READING ** 2));
    });
    // z'z = y'·Σ⁻¹·y for the ordinates, and likewise across rows and ordinates.
    const dot = (a: number[], b: number[]): number => a.reduce((sum, value, index) => sum + value * b[index], 0);
    const weights = inverse(covariance);
    const weighed = (values: number[]): number[] => weights.mmul(Matrix.columnVector(values)).to1DArray();
    const [y, x] = [changes.map(({ change }) => change), changes.map(({ row }) => row[0])];
    expect(dot(ordinates, ordinates)).toBeCloseTo(dot(y, weighed(y)), 9);
    expect(
      dot(
        rows.map(([value]) => value),
        ordinates,
      ),
    ).toBeCloseTo(dot(x, weighed(y)), 9);
  });

  it('tell a rate by the two ends of the path, where each alone is lost in the noise', () => {
    const rates = Array.from({ length: 60 }, (_, seed) => {
      const { rows, ordinates } = whitened(path(100, seed), READING);
      const square = rows.reduce((sum, [value]) => sum + value * value, 0);
      return rows.reduce((sum, [value], index) => sum + value * ordinates[index], 0) / square;
    });
    const scatter = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - 0.3) ** 2, 0) / rates.length);
    // The slope through n readings over T is known to σ·√(12/n)/T = 3.5 mV/s, by its two ends alone to √2·σ/T = 14 mV/s; one step tells 1.4 V/s.
    // The scatter of 60 paths is itself known to 9 %.
    expect(scatter).toBeLessThan(1.3 * READING * Math.sqrt(12 / 100));
  });

  it('tell how well a gate is read', () => {
    const misses = Array.from({ length: 32 }, (_, edge) => path(100, edge, 0).map((change) => ({ ...change, missed: change.change })));
    // The scatter of some three thousand differences: 2 % by the median.
    expect(Math.abs(readingOf(misses) / READING - 1)).toBeLessThan(0.06);
  });
});

describe('what edges have in common', () => {
  const typical = { mean: 1900, spread: 400 };
  /** Under the typical prior: what the posterior of a value known to `deviation` is. */
  const posterior = (value: number, deviation: number): { mean: number; variance: number } => {
    const [own, data] = [typical.spread ** -2, deviation ** -2];
    return { mean: (typical.mean * own + value * data) / (own + data), variance: 1 / (own + data) };
  };

  it('is the weighted mean where they are alike, and the edges that are not told follow it', () => {
    const random = randomStream(4, 'edges');
    const found = Array.from({ length: 32 }, (_, edge) => {
      const deviation = edge % 4 === 0 ? 1e5 : 20;
      return posterior(1377 + deviation * random.normal(), deviation);
    });
    const { mean, spread } = sharedPrior(found, typical);
    // Of 24 edges known to 20: 4 for the mean; by chance they look unlike by some of their deviation.
    expect(Math.abs(mean - 1377)).toBeLessThan(12);
    expect(spread).toBeLessThan(15);
    expect(spread).toBeGreaterThan(3.9);
  });

  it('is their spread where they differ', () => {
    const random = randomStream(5, 'edges');
    const found = Array.from({ length: 200 }, () => posterior(1500 + 150 * random.normal() + 20 * random.normal(), 20));
    const { mean, spread } = sharedPrior(found, typical);
    // 150/√200 = 11, and 150/√400 = 7.5: three of either.
    expect(Math.abs(mean - 1500)).toBeLessThan(33);
    expect(Math.abs(spread - 150)).toBeLessThan(23);
  });

  it('is what is typical where too few are told', () => {
    expect(sharedPrior([posterior(1000, 20), posterior(1000, 20), posterior(1000, 1e5)], typical)).toEqual(typical);
  });
});
