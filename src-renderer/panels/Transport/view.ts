import { formatPlain, formatQuantity } from '../../../shared/units.ts';
import { formatCount } from '../../view/quantities.ts';

/** The slowest and the fastest paced speed, steps per second; beyond lies "as fast as it goes". */
const slowest = 1;
const fastest = 1e6;
/** The last part of the slider means "as fast as it goes"; real time holds the slider within this distance. */
const pacedPart = 0.95;
const snap = 0.02;

/** Learning in real time: one step per step time. */
function realTime(stepTime: number): number {
  return Math.min(Math.max(1 / stepTime, slowest), fastest);
}

/**
 * Where a speed stands on the slider, 0..1: logarithmic up to 0.95, then as fast as it goes.
 *
 * @param stepsPerSecond  `null`: as fast as it goes
 */
export function positionOfSpeed(stepsPerSecond: number | null): number {
  if (stepsPerSecond === null) return 1;
  const clipped = Math.min(Math.max(stepsPerSecond, slowest), fastest);
  return (pacedPart * Math.log10(clipped / slowest)) / Math.log10(fastest / slowest);
}

/**
 * The speed at a place of the slider; near real time it is exactly real time.
 *
 * @param stepTime  learning time of a step, s
 */
export function speedAtPosition(position: number, stepTime: number): number | null {
  if (position > (1 + pacedPart) / 2) return null;
  const real = realTime(stepTime);
  if (Math.abs(position - positionOfSpeed(real)) < snap) return real;
  const speed = slowest * (fastest / slowest) ** Math.min(position / pacedPart, 1);
  return Number(speed.toPrecision(2));
}

/** A speed in words, against real time where that says more: "real time", "0.1× real time", "12 steps/s", "max". */
export function formatSpeed(stepsPerSecond: number | null, stepTime: number): string {
  if (stepsPerSecond === null) return 'max';
  const ratio = stepsPerSecond * stepTime;
  // Where a step takes a second or so, "real time" means nothing to anybody.
  if (stepTime > 0.1 || ratio < 0.0095) return `${formatCount(stepsPerSecond)}\u00a0steps/s`;
  if (Math.abs(ratio - 1) < 0.005) return 'real time';
  return `${Number(ratio.toPrecision(2))}× real time`;
}

/** Ranges of the two parameters that may change during a run: nudge 0.01..1 (linear), step time in decades around its default. */
const smallestNudge = 0.01;
const smallestStepTime = 1e-6;
const largestStepTime = 1;

export function positionOfNudge(nudge: number): number {
  return (nudge - smallestNudge) / (1 - smallestNudge);
}

/** A nudge with two decimals; smaller ones, which only documents ask for, with their power of ten. */
export function formatNudge(nudge: number): string {
  return nudge < 0.01 ? formatPlain(nudge, 1) : nudge.toFixed(2);
}

export function nudgeAtPosition(position: number): number {
  return Number((smallestNudge + position * (1 - smallestNudge)).toFixed(2));
}

/** Step time is set on a logarithmic slider, 1 µs to 1 s. */
export function positionOfStepTime(stepTime: number): number {
  const clipped = Math.min(Math.max(stepTime, smallestStepTime), largestStepTime);
  return Math.log10(clipped / smallestStepTime) / Math.log10(largestStepTime / smallestStepTime);
}

export function stepTimeAtPosition(position: number): number {
  const stepTime = smallestStepTime * (largestStepTime / smallestStepTime) ** position;
  return Number(stepTime.toPrecision(2));
}

export function formatStepTime(stepTime: number): string {
  return formatQuantity(stepTime, 's', 2);
}
