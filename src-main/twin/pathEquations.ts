import { driveTermNames, type LearningParameters } from './boardParameters.ts';
import { railRate } from './gateMotion.ts';
import type { LearningData } from './intervals.ts';
import { LearningTwin, type Drives } from './learningTwin.ts';

/** What the path of one gate between two measurements says of the drive: row·factors = ΔG/Δt − what the rails add. */
export interface PathEquation {
  readonly edge: number;
  /** Mean of each term along the path. */
  readonly row: readonly number[];
  /** Gates at the beginning, in the middle and at the end, V. */
  readonly gates: readonly [number, number, number];
  readonly duration: number;
  /** How far the farthest gate of the board moved, V. */
  readonly farthest: number;
  /** Whether it begins with the reading that the one before of this edge ended with: then they share its error. */
  readonly isNext: boolean;
}

/** What a rate is uncertain by, V/s: voltages known to 0.2 mV at drops of 0.2 V; and per volt that the farthest gate moves. */
const RATE = 0.15;
const RATE_PER_VOLT = 1;
/** Gates that move farther take a path that three points don't tell, V. */
const FARTHEST = 0.6;
/** Tasks that are held longer than this move gates to and fro between measurements, s. */
const LONGEST_TURN = 0.02;

/**
 * What the measured gates say about what moves them, without learning through any interval: the mean drive is that of the networks
 * along the straight path between two measurements (Simpson's rule). Holds for short intervals, and for long ones in which the
 * gates have settled, which is where the bias shows.
 *
 * @cost three drives of every datapoint per interval
 */
export function pathEquations({ experiment, board, order, intervals }: Omit<LearningData, 'session'>): PathEquation[] {
  const { edgeCount } = experiment.network;
  const twin = new LearningTwin(experiment, { ...board, learning: idle(edgeCount) }, order);
  let last: Float64Array | null = null;
  return intervals.flatMap(({ interval, end }) => {
    const { duration, gates } = interval;
    const farthest = end.reduce((most, gate, edge) => Math.max(most, Math.abs(gate - gates[edge])), 0);
    if (farthest > FARTHEST || isToAndFro(twin, interval)) return [];
    const isNext = gates === last;
    last = end;
    const between = (share: number): Float64Array => end.map((gate, edge) => gates[edge] + share * (gate - gates[edge]));
    const middle = between(0.5);
    const drives = [between(0), middle, end].map((at): Drives => twin.drivesAt(at, interval));
    return Array.from(end, (gate, edge): PathEquation => {
      const row = driveTermNames.map((term) => simpson(drives.map((drive) => drive[term][edge])));
      return { edge, row, gates: [gates[edge], middle[edge], gate], duration, farthest, isNext };
    });
  });
}

/** What the drive was, V/s, given the rails. */
export function driveOf({ gates, duration }: PathEquation, diode: number, ceiling: number): number {
  return (gates[2] - gates[0]) / duration - railOf(gates, diode, ceiling);
}

/** What `driveOf` is uncertain by beside the readings, V/s. @param railsTrust  relative uncertainty of what the rails add */
export function rateNoiseOf({ gates, farthest }: PathEquation, diode: number, ceiling: number, railsTrust: number): number {
  return RATE + RATE_PER_VOLT * farthest + railsTrust * Math.abs(railOf(gates, diode, ceiling));
}

/** What the rails added, V/s. */
export function railOf(gates: PathEquation['gates'], diode: number, ceiling: number): number {
  return simpson(gates.map((gate) => railRate(gate, diode, ceiling)));
}

function simpson([first, middle, last]: readonly number[]): number {
  return (first + 4 * middle + last) / 6;
}

function isToAndFro(twin: LearningTwin, { from, to, duration }: LearningData['intervals'][number]['interval']): boolean {
  const turnTime = twin.turn * (duration / (to - from));
  return turnTime > LONGEST_TURN && to - from > 1.2 * twin.turn;
}

function idle(edgeCount: number): LearningParameters {
  const entries = driveTermNames.map((term) => [term, new Float64Array(edgeCount)]);
  return {
    factors: Object.fromEntries(entries) as LearningParameters['factors'],
    ceilings: new Float64Array(edgeCount).fill(Infinity),
    diodes: new Float64Array(edgeCount).fill(-Infinity),
  };
}
