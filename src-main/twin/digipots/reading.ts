import { roundedMoments } from './rounding.ts';

/** What is read of a voltage, and how far from it one recorded reading is. */
export interface Reading {
  readonly expected: number;
  readonly deviation: number;
  /** Of what is read over the voltage: 0 beyond the end of the converter. */
  readonly slope: number;
}

/** A simulation reads without noise; what is not told to better than this tells nothing more, V. */
const SIMULATED = 1e-4;
/** Less noise than this does not spread readings over the codes, in steps: the mean of several is no better than one. */
export const SPREADING = 0.2;
/** Noise over which the mean of rounded readings follows the voltage to a hundredth of a step. */
const SPREAD = 0.5;

/**
 * A recorded reading of a voltage: the mean of `repeats` rounded ones.
 *
 * @param step   of the converter, V; 0: continuous
 * @param noise  of one reading before it is rounded, V
 */
export function readingOf(voltage: number, step: number, noise: number, repeats: number): Reading {
  if (step === 0) return { expected: voltage, deviation: SIMULATED, slope: 1 };
  const inSteps = noise / step;
  const isSpread = inSteps >= SPREADING;
  // Without enough noise a reading lies anywhere within a step of the voltage, which counts as noise of its own.
  const { mean, slope } = roundedMoments(voltage / step, isSpread ? inSteps : SPREAD);
  const deviation = step * Math.sqrt((inSteps * inSteps + 1 / 12) / (isSpread ? repeats : 1));
  return { expected: step * mean, deviation, slope };
}
