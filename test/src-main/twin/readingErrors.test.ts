import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src-main/math/random.ts';
import { readingErrors, type ReadingCluster } from '../../../src-main/twin/readingErrors.ts';

/** Groups of readings about one mean, which the fit is; the members of a group share an error beside their own. */
function groups(
  count: number,
  size: number,
  shared: number,
  own: number,
): { clusters: ReadingCluster[]; covariance: Matrix; values: number[][] } {
  const random = randomStream(3, 'groups');
  const values = Array.from({ length: count }, () => {
    const common = shared * random.normal();
    return Array.from({ length: size }, () => 5 + common + own * random.normal());
  });
  const mean = values.flat().reduce((sum, value) => sum + value, 0) / (count * size);
  const clusters = values.map((group) => ({
    jacobian: Matrix.ones(size, 1),
    residuals: group.map((value) => value - mean),
    causes: [Matrix.eye(size), Matrix.ones(size, 1)],
  }));
  return { clusters, covariance: new Matrix([[1 / (count * size)]]), values };
}

/** The textbook's analysis of variance of equal groups: within, and between less what is within. */
function analysisOfVariance(values: readonly (readonly number[])[]): { own: number; shared: number; betweenMeans: number } {
  const [count, size] = [values.length, values[0].length];
  const means = values.map((group) => group.reduce((sum, value) => sum + value, 0) / size);
  const mean = means.reduce((sum, value) => sum + value, 0) / count;
  const own =
    values.flatMap((group, index) => group.map((value) => (value - means[index]) ** 2)).reduce((a, b) => a + b, 0) / (count * (size - 1));
  const betweenMeans = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { own, shared: betweenMeans - own / size, betweenMeans };
}

describe('what makes readings miss', () => {
  it('is what the analysis of variance finds in equal groups, and so is the deviation of their mean', () => {
    const { clusters, covariance, values } = groups(30, 4, 2, 1);
    const { variances, spread } = readingErrors(clusters, covariance, [0.5, 0.5]);
    const { own, shared, betweenMeans } = analysisOfVariance(values);
    expect(variances[0]).toBeCloseTo(own, 9);
    expect(variances[1]).toBeCloseTo(shared, 9);
    // The variance of the mean of equal groups is that between their means over their number.
    expect(covariance.mmul(spread).mmul(covariance).get(0, 0)).toBeCloseTo(betweenMeans / 30, 9);
  });

  it('is nothing where it would be less than nothing, and then the other cause alone', () => {
    // Errors that differ by sign within each pair: groups are nearer to each other than their members.
    const residuals = [1, -1];
    const clusters = Array.from({ length: 10 }, () => ({
      jacobian: Matrix.ones(2, 1),
      residuals,
      causes: [Matrix.eye(2), Matrix.ones(2, 1)],
    }));
    const { variances } = readingErrors(clusters, new Matrix([[1 / 20]]), [1, 1]);
    expect(variances[1]).toBe(0);
    // Between what lies within the pairs, 20/10, and all of it over its freedom, 20/19, by the weights that the last round had.
    expect(variances[0]).toBeGreaterThan(20 / 19 - 1e-9);
    expect(variances[0]).toBeLessThan(2 + 1e-9);
  });
});
