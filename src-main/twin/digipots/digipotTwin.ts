import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { Random } from '../../math/random.ts';
import { SHORT_CONDUCTANCE } from '../../physics/damage/short.ts';
import { clampedCode } from './clampCodes.ts';
import { decisionChance, type DecisionChance } from './comparatorDecision.ts';
import { wiringKeyOf } from './data.ts';
import type { ComparatorCalibration, DigipotCalibration } from './document.ts';
import { LinearSolution } from './linearSolution.ts';
import { HIGHEST_CODE } from './rounding.ts';

/** What is known of a board with digital potentiometers: everything that its twin needs. */
export interface DigipotBoard {
  /** Resistance of a wiper step, Ω, [edge]. */
  readonly free: Float64Array;
  readonly clamped: Float64Array;
  readonly comparators: Pick<ComparatorCalibration, 'offsets' | 'signOffsets' | 'noise' | 'lift'>;
  /** Zeros of the channels, V: inputs and supplies, then labels. */
  readonly sourceZeros: Float64Array;
  readonly labelZeros: Float64Array;
  /** Of the converters, V; 0: continuous, and outputs are clamped by Eq. 1 exactly. */
  readonly step: number;
  /** Of one reading, V. */
  readonly noise: number;
}

/** A comparator without noise decides where this divides by it, V. */
const LEAST_NOISE = 1e-6;
/** Of a cut edge, Ω: no current, without a division by nothing. */
const CUT = 1e15;

/**
 * The board that a calibration tells of, wired for an experiment. A wiring that was never calibrated has the zeros of the same channels in
 * another one, since channels are numbered in the order of the document.
 */
export function digipotBoardOf({ converters, wipers, comparators, wirings }: DigipotCalibration, experiment: Experiment): DigipotBoard {
  const { network, edgeModel, inputNodes, supplyNodes, outputs } = experiment;
  const { stepOhms } = edgeModel as { stepOhms: number };
  const key = wiringKeyOf(experiment);
  const channels = (wirings.find((wiring) => wiring.key === key) ?? wirings[0])?.channels ?? [];
  const zeroOf = (channel: number): number => channels[channel]?.zero ?? 0;
  const sources = inputNodes.length + supplyNodes.length;
  const edges = (value: number): number[] => new Array<number>(network.edgeCount).fill(value);
  const gains = wipers ?? { free: edges(1), clamped: edges(1) };
  return {
    free: Float64Array.from(gains.free, (gain) => gain * stepOhms),
    clamped: Float64Array.from(gains.clamped, (gain) => gain * stepOhms),
    comparators: comparators ?? { offsets: edges(0), signOffsets: edges(0), noise: edges(0), lift: 0 },
    sourceZeros: Float64Array.from({ length: sources }, (_, channel) => zeroOf(channel)),
    labelZeros: Float64Array.from(outputs.plus, (_, output) => zeroOf(sources + output)),
    step: converters?.step ?? 0,
    noise: converters?.noise ?? 0,
  };
}

/** Both networks of a board, its converters and its comparators, one clock edge at a time. */
export class DigipotTwin {
  readonly #experiment: Experiment;
  readonly #board: DigipotBoard;
  readonly #sources: readonly number[];
  readonly #free: LinearSolution;
  readonly #clamped: LinearSolution;
  readonly #chance: DecisionChance = { up: 0, byDifference: 0, bySense: 0, byLift: 0, byLogNoise: 0 };
  readonly #taps: number;
  damage: readonly (DamageKind | null)[];

  constructor(experiment: Experiment, board: DigipotBoard) {
    const { network, inputNodes, supplyNodes, outputs, edgeModel } = experiment;
    this.#experiment = experiment;
    this.#board = board;
    this.#sources = [...inputNodes, ...supplyNodes];
    this.#free = new LinearSolution(network, this.#sources);
    this.#clamped = new LinearSolution(network, [...this.#sources, ...outputs.plus]);
    this.#taps = (edgeModel as { taps: number }).taps;
    this.damage = experiment.edges.map((edge) => edge.damage ?? null);
  }

  /** V, [node], as the converters read them; belongs to the twin. @param imposed  V, inputs and supplies */
  solveFree(taps: Float64Array, imposed: Float64Array): Float64Array {
    this.#solve(this.#free, this.#board.free, taps, imposed);
    return this.#free.voltages;
  }

  /** @param held  voltages of the clamped outputs, V, [output] */
  solveClamped(taps: Float64Array, imposed: Float64Array, held: Float64Array): Float64Array {
    const { outputs } = this.#experiment;
    outputs.plus.forEach((node, output) => (this.#clamped.voltages[node] = held[output]));
    this.#solve(this.#clamped, this.#board.clamped, taps, imposed);
    return this.#clamped.voltages;
  }

  /**
   * Where the board holds its outputs (Dillavou 2022, Eq. 1): by channels, in whole codes, from one reading of each; in a simulation exactly.
   *
   * @param free    V, [node]
   * @param labels  V, [output]
   * @param random  of the readings; `null`: without noise
   * @returns       V, [output]
   */
  hold(free: Float64Array, labels: Float64Array, nudge: number, random: Random | null): Float64Array {
    const { step, noise, labelZeros } = this.#board;
    return Float64Array.from(this.#experiment.outputs.plus, (node, output) => {
      const label = labels[output];
      if (step === 0) return free[node] + nudge * (label - free[node]);
      const read = Math.round((free[node] + (random === null ? 0 : noise * random.normal())) / step);
      const value = Math.min(Math.max(read, 0), HIGHEST_CODE);
      return step * clampedCode(value, Math.min(Math.round(label / step), HIGHEST_CODE), nudge) + labelZeros[output];
    });
  }

  /** Probability that a wiper steps up, at the voltages that were solved last. */
  chanceOfUp(edge: number): number {
    const { offsets, signOffsets, noise, lift } = this.#board.comparators;
    const comparators = { offset: offsets[edge], signOffset: signOffsets[edge], noise: Math.max(noise[edge], LEAST_NOISE), lift };
    decisionChance(this.#free.drop(edge), this.#clamped.drop(edge), comparators, 0, this.#chance);
    return this.#chance.up;
  }

  /** One clock edge: every wiper steps, in place. */
  stepWipers(taps: Float64Array, random: Random): void {
    for (let edge = 0; edge < taps.length; edge++) {
      const isUp = random.uniform() < this.chanceOfUp(edge);
      if (this.damage[edge] !== null) continue;
      taps[edge] = Math.min(Math.max(taps[edge] + (isUp ? 1 : -1), 1), this.#taps);
    }
  }

  /** Chord conductance of an edge of the free network as it was solved last, S. */
  conductance(edge: number): number {
    return this.damage[edge] === 'cut' ? 0 : this.#free.conductances[edge];
  }

  #solve(solution: LinearSolution, ohms: Float64Array, taps: Float64Array, imposed: Float64Array): void {
    const { sourceZeros } = this.#board;
    this.#sources.forEach((node, source) => (solution.voltages[node] = imposed[source] + sourceZeros[source]));
    const resistances = ohms.map((step, edge) => {
      const kind = this.damage[edge];
      return kind === 'cut' ? CUT : kind === 'short' ? 1 / SHORT_CONDUCTANCE : step * taps[edge];
    });
    solution.solve(resistances);
  }
}
