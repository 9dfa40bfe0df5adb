import { randomStream } from '../../math/random.ts';
import type { ConfigIn } from '../../learning/experiment/document.ts';
import { noDefects, type Defects, type Imperfection } from '../../physics/imperfections/imperfection.ts';
import { imperfections } from '../../physics/imperfections/index.ts';

/** How far an emulated board is from an ideal one. */
export const conditions = ['ideal', 'mild', 'laboratory'] as const;
export type Condition = (typeof conditions)[number];

/** What is wrong with one emulated board. Nothing above the serial line ever sees this. */
export interface BoardDefects {
  readonly edges: Defects;
  /** Offsets of the channels and of the node converter, V at a node; [channel]. */
  readonly channelOffsets: Float64Array;
  readonly converterOffset: number;
  /** Noise of a reading, standard deviation, in steps of the converter. */
  readonly converterNoise: number;
}

interface Grade {
  readonly transistor: readonly ConfigIn<typeof imperfections>[];
  readonly digipot: readonly ConfigIn<typeof imperfections>[];
  /** Spread of the offsets of channels and converter, in steps of the converter. */
  readonly offset: number;
  /** Noise of one reading, in steps of the converter. */
  readonly noise: number;
}

/**
 * The dial. `laboratory` is the board of Dillavou 2025: per-edge bias of order 2 V/s (Appendix C), the spread of S and V_th that its
 * published states show, twins that differ by about 1 mV at the nodes. `mild` is a carefully trimmed one, with a fortieth of that
 * bias and at most a fifth of the other spreads: XOR, which does not survive 2 V/s, is learnt on it. The 8 bits of the converters are the
 * chips' own, on every board.
 */
const grades: Readonly<Record<Condition, Grade>> = {
  ideal: { transistor: [], digipot: [{ kind: 'comparators', noise: 0, offset: 0, lift: 0.002 }], offset: 0, noise: 0 },
  mild: {
    transistor: [
      { kind: 'bias', spread: 0.05, mean: 0 },
      { kind: 'mismatch', gain: 0.006, threshold: 0.004, twinGain: 0.0003, twinThreshold: 0.0001 },
    ],
    digipot: [
      { kind: 'comparators', noise: 0.005, offset: 0.002, lift: 0.002 },
      { kind: 'mismatch', gain: 0.006, threshold: 0, twinGain: 0.0005, twinThreshold: 0 },
    ],
    offset: 0.1,
    noise: 0.3,
  },
  laboratory: {
    transistor: [
      { kind: 'bias', spread: 2, mean: 0 },
      { kind: 'mismatch', gain: 0.03, threshold: 0.02, twinGain: 0.005, twinThreshold: 0.0025 },
    ],
    digipot: [
      { kind: 'comparators', noise: 0.01, offset: 0.002, lift: 0.002 },
      { kind: 'mismatch', gain: 0.03, threshold: 0, twinGain: 0.002, twinThreshold: 0 },
    ],
    offset: 0.5,
    noise: 0.5,
  },
};

/** Where the serial numbers of boards of these conditions begin, as if a maker had numbered three series. */
const series: Readonly<Record<Exclude<Condition, 'mild'>, number>> = { ideal: 1_000_000_000, laboratory: 2_000_000_000 };

/**
 * The serial number of a board, by which calibrations know it again: boards that differ in what is wrong with them differ in it. A mild one has
 * its own number.
 *
 * @param seed  number of the board, 1 to 4294967295: above a thousand millions two boards may share one
 */
export function serialNumberOf(condition: Condition, seed: number): number {
  return condition === 'mild' ? seed : series[condition] + (seed % 1_000_000_000);
}

/**
 * Draws what is wrong with one board.
 *
 * @param seed       the board: the same one always has the same defects
 * @param nodeStep   step of the node converter, V
 */
export function drawBoard(
  condition: Condition,
  edge: 'transistor' | 'digipot',
  edgeCount: number,
  channels: number,
  nodeStep: number,
  seed: number,
): BoardDefects {
  const grade = grades[condition];
  const edges = noDefects(edgeCount);
  for (const config of grade[edge]) {
    (imperfections[config.kind] as Imperfection).apply(config, edges, randomStream(seed, `board ${config.kind}`));
  }
  const random = randomStream(seed, 'board converters');
  const offset = grade.offset * nodeStep;
  return {
    edges,
    converterOffset: offset * random.normal(),
    channelOffsets: Float64Array.from({ length: channels }, () => offset * random.normal()),
    converterNoise: grade.noise,
  };
}
