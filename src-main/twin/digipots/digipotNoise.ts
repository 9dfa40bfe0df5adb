import type { MeasuredNoise } from '../comparison/tolerance.ts';
import type { DigipotCalibration } from './document.ts';
import { readingOf } from './reading.ts';

/** Noise of every recorded reading about the calibrated twin, V; a wiper is read exactly. `null` where converters were not calibrated. */
export function digipotNoiseOf({ board, converters }: DigipotCalibration): MeasuredNoise | null {
  if (converters === null) return null;
  const { step, noise, repeats } = converters;
  const nodes = new Array<number>(board.nodes).fill(readingOf(step * MIDDLE, step, noise, repeats).deviation);
  return { free: nodes, clamped: nodes, gates: new Array<number>(board.edges).fill(0) };
}

/** A code far from either end of the converter. */
const MIDDLE = 128;
