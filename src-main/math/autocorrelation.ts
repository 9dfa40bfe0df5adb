/**
 * Period of an irregular oscillation in evenly spaced samples: the lag of the highest autocorrelation between its first and second
 * passage downwards through zero. For ringing that noise keeps alive, whose phase wanders, this stays sharp where a spectrum is blunt.
 *
 * @param samples  evenly spaced; the mean is taken off
 * @returns        in samples; `null` where the autocorrelation does not pass zero and come back within a third of the samples
 * @cost   samples² / 6
 * @example oscillationPeriod([0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1]) // => 4
 */
export function oscillationPeriod(samples: readonly number[]): number | null {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const centred = Float64Array.from(samples, (sample) => sample - mean);
  const variance = autocovariance(centred, 0);
  const longest = Math.floor(samples.length / 3);
  let lag = 1;
  while (lag <= longest && autocovariance(centred, lag) >= 0) lag++;
  let best: number | null = null;
  let highest = 0;
  for (; lag <= longest; lag++) {
    const value = autocovariance(centred, lag);
    if (value > highest) {
      highest = value;
      best = lag;
    }
    // Noise grazes zero many times; a peak that counts stands out from it.
    if (value < 0 && highest > GRAZE * variance) break;
  }
  return best;
}

/** Autocorrelation that is told from zero. */
const GRAZE = 0.02;

function autocovariance(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = 0; index + lag < centred.length; index++) sum += centred[index] * centred[index + lag];
  return sum / (centred.length - lag);
}
