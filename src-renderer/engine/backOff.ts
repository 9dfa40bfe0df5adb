/** First wait before another attempt, and the longest, ms. */
const firstWaitMs = 250;
const longestWaitMs = 5_000;

/**
 * Wait before the next attempt to connect: doubles from 0.25 s up to 5 s.
 *
 * @param failures  attempts that failed in a row, 1..
 * @example backOffMs(3) // => 1000
 */
export function backOffMs(failures: number): number {
  return Math.min(firstWaitMs * 2 ** Math.max(failures - 1, 0), longestWaitMs);
}
