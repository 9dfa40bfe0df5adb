import type { DigipotData } from './data.ts';

/**
 * The parameters of a digipot board in one vector: ln of the step's gain in the free network, the clamped one's over it, offsets, ln of
 * the noise of each edge, the lift, and of every wiring the zeros of its channels.
 */
export interface Layout {
  readonly count: number;
  readonly edges: number;
  readonly gain: number;
  readonly ratio: number;
  readonly offset: number;
  readonly signOffset: number;
  readonly logNoise: number;
  readonly lift: number;
  /** First zero of each wiring: its sources, then its targets; −1 where converters are continuous and have none. */
  readonly zeros: readonly number[];
  /** What is usual, and how far boards are from it (standard deviations): what the data don't tell stays there. */
  readonly usual: Float64Array;
  readonly spread: Float64Array;
}

/**
 * How far boards are from the ideal one. Digital potentiometers keep the ratio of two on one chip and lot to some tenths of a percent, their
 * resistance to some percent (here after a common factor, which voltages do not tell); comparators like the LM339 have offsets of 2 mV, at
 * most 5 mV; Fig. 7e of Dillavou 2022 shows noise of 5 to 10 mV; a channel is off by about a step of its converter.
 */
const SPREADS = { gain: 0.05, ratio: 0.005, offset: 0.005, noise: 0.7, lift: 0.004, zero: 0.02 };
const USUAL_NOISE = 0.007;
const USUAL_LIFT = 0.002;

export function layoutOf({ network, wirings, step }: Pick<DigipotData, 'network' | 'wirings' | 'step'>): Layout {
  const edges = network.edgeCount;
  const lift = 5 * edges;
  let count = lift + 1;
  const zeros = wirings.map(({ sources, targets }) => {
    if (step === 0) return -1;
    const first = count;
    count += sources.length + targets.length;
    return first;
  });
  const usual = new Float64Array(count);
  const spread = new Float64Array(count).fill(SPREADS.zero);
  const places = { gain: 0, ratio: edges, offset: 2 * edges, signOffset: 3 * edges, logNoise: 4 * edges };
  spread.fill(SPREADS.gain, places.gain, places.ratio);
  spread.fill(SPREADS.ratio, places.ratio, places.offset);
  spread.fill(SPREADS.offset, places.offset, places.logNoise);
  spread.fill(SPREADS.noise, places.logNoise, lift);
  usual.fill(Math.log(USUAL_NOISE), places.logNoise, lift);
  spread[lift] = SPREADS.lift;
  usual[lift] = USUAL_LIFT;
  return { count, edges, ...places, lift, zeros, usual, spread };
}
