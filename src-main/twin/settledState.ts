import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Random } from '../math/random.ts';
import type { NetworkParameters, NetworkSpread } from './boardNetwork.ts';
import type { BoardParameters } from './boardParameters.ts';
import { DrivenNetwork } from './drivenPair.ts';
import { levenbergMarquardt, NoStart, type LeastSquaresProblem, type NormalEquations } from './levenbergMarquardt.ts';
import type { MeasuredState } from './measured.ts';
import { ROBUST, weightOf } from './networkProblem.ts';
import { addGateResponses, fillResponses } from './networkResponse.ts';
import { movedNetwork, spreadPlaces, type SpreadPlaces } from './networkSpread.ts';

/** What the nodes read at a moment, and how the gates went on from there. */
export interface ReadMoment {
  readonly states: readonly Pick<MeasuredState, 'set' | 'datapoint' | 'freeVoltages'>[];
  /** Change of the gates until the next of these moments, V, [edge], and what it is uncertain by, V; of the last none. */
  readonly change: Float64Array;
  readonly spread: number;
}

/** What is known before the nodes are looked at: gates now, V, [edge], and their standard deviations. */
export interface GatesKnown {
  readonly gates: Float64Array;
  readonly deviations: Float64Array;
}

export interface SettledState {
  readonly gates: Float64Array;
  readonly free: NetworkParameters;
}

/** Steps of the search; the voltages are so nearly linear within what is uncertain that some are enough. */
const ITERATIONS = 4;
const TOLERANCE = 1e-8;
/** A twin follows the nodes of a board no better than this, V, however finely they are read: what it misses of those that it was not fitted to. */
const LEAST_MISS = 0.25e-3;

/**
 * Gates and free network together as the node voltages say: of what the calibration leaves open (`NetworkSpread`) and the readings of the gates
 * leave open, the likeliest by what was read. With random numbers a state that may be as well: one drawn from both, moved to readings that are
 * drawn too (randomised maximum likelihood: Kitanidis 1995; Oliver, He and Reynolds 1996), which is a sample of what is left where voltages
 * are linear in both.
 *
 * Next to closing a channel turns an output by 40 mV within some millivolts of its gate, and an 8-bit gate is read to 10 mV: the nodes tell it better.
 *
 * @param moments  the newest last
 * @cost some iterations, each a solution per state, and numbers³/3 with numbers = those of the network and the gates of each moment
 */
export function settledState(
  experiment: Experiment,
  board: Omit<BoardParameters, 'learning'>,
  known: GatesKnown,
  moments: readonly ReadMoment[],
  random: Random | null,
): SettledState {
  const { free } = board;
  if (free.spread === undefined || moments.length === 0) return { gates: known.gates, free };
  const problem = new SettlingProblem(experiment, board, free.spread, known, moments, random);
  try {
    const { parameters } = levenbergMarquardt(problem, new Float64Array(problem.count), ITERATIONS);
    return { gates: problem.gatesAt(parameters, moments.length - 1), free: problem.networkAt(parameters) };
  } catch (thrown) {
    if (!(thrown instanceof NoStart)) throw thrown;
    return { gates: known.gates, free: problem.networkAt(new Float64Array(problem.count)) };
  }
}

/** In numbers of unit spread: those of the network, the gates now, and where their paths left what was predicted, moment by moment backwards. */
class SettlingProblem implements LeastSquaresProblem {
  readonly count: number;
  readonly #experiment: Experiment;
  readonly #board: Omit<BoardParameters, 'learning'>;
  readonly #spread: NetworkSpread;
  /** Standard deviation of what is read about the twin, V. */
  readonly #noise: number;
  readonly #known: GatesKnown;
  readonly #moments: readonly ReadMoment[];
  readonly #places: SpreadPlaces;
  readonly #edgeCount: number;
  /** From which the numbers of the network are told, of unit spread. */
  readonly #drawn: Float64Array;
  /** By which the readings are off, of unit spread, [reading]. */
  readonly #errors: readonly Float64Array[];

  constructor(
    experiment: Experiment,
    board: Omit<BoardParameters, 'learning'>,
    spread: NetworkSpread,
    known: GatesKnown,
    moments: readonly ReadMoment[],
    random: Random | null,
  ) {
    this.#experiment = experiment;
    this.#board = board;
    this.#spread = spread;
    this.#noise = Math.max(spread.reading, LEAST_MISS);
    this.#known = known;
    this.#moments = moments;
    const { thresholds, zeros, strays } = board.free;
    this.#edgeCount = thresholds.length;
    this.#places = spreadPlaces(thresholds.length, zeros.length, strays.length);
    this.count = spread.factor.length + moments.length * this.#edgeCount;
    const normal = (): number => (random === null ? 0 : random.normal());
    this.#drawn = Float64Array.from({ length: spread.factor.length }, normal);
    this.#errors = moments.flatMap(({ states }) => states.map(({ freeVoltages }) => freeVoltages.map(normal)));
  }

  networkAt(vector: Float64Array): NetworkParameters {
    const { factor } = this.#spread;
    const moves = Float64Array.from(factor, (row) =>
      row.reduce((sum, value, index) => sum + value * (this.#drawn[index] + vector[index]), 0),
    );
    return movedNetwork(this.#board.free, moves);
  }

  gatesAt(vector: Float64Array, moment: number): Float64Array {
    const { gates, deviations } = this.#known;
    return gates.map((gate, edge) => {
      let value = gate + deviations[edge] * vector[this.#placeOf(this.#moments.length - 1) + edge];
      for (let later = this.#moments.length - 2; later >= moment; later--) {
        const { change, spread } = this.#moments[later];
        value -= change[edge] + spread * vector[this.#placeOf(later) + edge];
      }
      return value;
    });
  }

  evaluate(vector: Float64Array, equations: NormalEquations, isCostOnly: boolean): boolean {
    const { network, training, test } = this.#experiment;
    const { freeSources } = this.#board;
    const driven = new DrivenNetwork(this.#experiment, this.networkAt(vector), freeSources, []);
    const { zeros } = driven.network.parameters;
    let state = 0;
    for (const [at, moment] of this.#moments.entries()) {
      const gates = this.gatesAt(vector, at);
      for (const { set, datapoint, freeVoltages } of moment.states) {
        const { inputs, count } = set === 'training' ? training : test!;
        const width = inputs.length / count;
        const voltages = freeVoltages.map((voltage, node) => (Number.isNaN(voltage) ? MIDDLE : voltage - zeros[node]));
        const imposed = inputs.subarray(datapoint * width, (datapoint + 1) * width);
        if (!driven.solve(gates, imposed, voltages, TOLERANCE)) return false;
        const rows = isCostOnly ? null : this.#rowsAt(driven, gates, voltages, at);
        const errors = this.#errors[state++];
        for (let node = 0; node < network.nodeCount; node++) {
          if (Number.isNaN(freeVoltages[node])) continue;
          const error = (freeVoltages[node] - zeros[node] - voltages[node]) / this.#noise + errors[node];
          const weight = weightOf(error);
          equations.cost += 2 * ROBUST * ROBUST * (1 / weight - 1);
          if (rows !== null) this.#add(equations, rows, node, error, weight);
        }
      }
    }
    for (let index = 0; index < this.count; index++) {
      equations.cost += vector[index] ** 2;
      equations.matrix[index * this.count + index] += 1;
      equations.vector[index] -= vector[index];
    }
    return true;
  }

  #add(equations: NormalEquations, rows: Float64Array, node: number, error: number, weight: number): void {
    const { count } = this;
    const row = rows.subarray(node * count, (node + 1) * count);
    for (let left = 0; left < count; left++) {
      if (row[left] === 0) continue;
      const scaled = weight * row[left];
      equations.vector[left] += scaled * error;
      for (let right = left; right < count; right++) equations.matrix[left * count + right] += scaled * row[right];
    }
  }

  /** How what is read answers the numbers, in units of its noise, [node × number]. No node of a driven free network is held. */
  #rowsAt(driven: DrivenNetwork, gates: Float64Array, voltages: Float64Array, at: number): Float64Array {
    const { factor } = this.#spread;
    const reading = this.#noise;
    const size = voltages.length;
    const inverse = new Float64Array(size * size);
    driven.invert(gates, voltages, inverse);
    const width = this.#places.count;
    const byNumbers = new Float64Array(size * width);
    fillResponses(driven.network, voltages, inverse, this.#places, byNumbers, width);
    const byGates = new Float64Array(size * this.#edgeCount);
    addGateResponses(driven.network, inverse, byGates, this.#edgeCount);
    const rows = new Float64Array(size * this.count);
    for (let node = 0; node < size; node++) {
      const row = rows.subarray(node * this.count, (node + 1) * this.count);
      factor.forEach((values, number) => {
        const slope = byNumbers[node * width + number] / reading;
        if (slope !== 0) values.forEach((value, index) => (row[index] += slope * value));
      });
      for (let edge = 0; edge < this.#edgeCount; edge++) {
        const slope = byGates[node * this.#edgeCount + edge] / reading;
        row[this.#placeOf(this.#moments.length - 1) + edge] = slope * this.#known.deviations[edge];
        for (let later = this.#moments.length - 2; later >= at; later--)
          row[this.#placeOf(later) + edge] = -slope * this.#moments[later].spread;
      }
    }
    return rows;
  }

  /** The first number of the gates of a moment. */
  #placeOf(moment: number): number {
    return this.#spread.factor.length + moment * this.#edgeCount;
  }
}

/** Where a node that was not read is searched from, V. */
const MIDDLE = 0.2;
