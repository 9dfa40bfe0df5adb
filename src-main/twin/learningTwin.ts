import { ProblemError } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Order } from '../learning/schedules/schedule.ts';
import { driveTermNames, GATE_CENTRE, type BoardParameters, type DriveTerm } from './boardParameters.ts';
import { DrivenPair } from './drivenPair.ts';
import { movedGate } from './gateMotion.ts';
import { orderAt } from './orderAt.ts';

/** From one measurement of a board to the next. */
export interface Interval {
  /** Gates at its beginning, V, [edge]. */
  readonly gates: ArrayLike<number>;
  /** Steps that were done at its beginning and end. */
  readonly from: number;
  readonly to: number;
  /** Learning time that passes, s. */
  readonly duration: number;
  readonly nudge: number;
}

/** Time integrals (or means) of the terms that move gates, [term][edge]; their products with the factors make the change. */
export type Drives = Readonly<Record<DriveTerm, Float64Array>>;

/** Longest stretch that is taken at once, s: a fraction of the fastest relaxation of the gates, 1/(A·V²/V) ≈ 50 ms. */
const LONGEST = 0.025;
/** Turns of tasks shorter than this are averaged, s. */
const SHORTEST_TURN = 0.004;
/** Noise with which an output is compared with its label, V: under overclamping the board learnt, although the twin is just beyond. */
const COMPARISON = 0.5e-3;
/** A closer solution of the voltages would not show beside their noise, V. */
const TOLERANCE = 1e-6;

/** The calibrated networks have no voltages at some gates: there is nothing to learn from. */
export class NoSolution extends ProblemError {
  constructor(title: string) {
    super({
      code: 'E-NET-SOLVE',
      what: 'The twin of the board has no solution',
      where: title,
      why: 'at its gates the calibrated networks have no voltages that obey Kirchhoff’s law',
      remedy: 'Look at the gates of the recording: channels that are all closed around a node leave it undetermined.',
    });
  }
}

/** A board that learns in simulation, with calibrated networks, sources, nudge and update, between the measurements of the real one. */
export class LearningTwin {
  readonly #experiment: Experiment;
  readonly #board: BoardParameters;
  readonly #pair: DrivenPair;
  readonly #order: Order;
  readonly #free: Float64Array[];
  readonly #clamped: Float64Array[];
  readonly #edgeCount: number;
  readonly #turn: number;
  readonly #slopes: Drives[];
  /** What stands for a label in the nudge: under overclamping the far label on its side, otherwise the label. */
  readonly #reach: number | null;
  readonly #isHinge: boolean;
  #extraBias: ((datapoint: number, edge: number) => number) | null = null;
  readonly #extra: Float64Array;
  readonly #highest: Float64Array;
  readonly #lowest: Float64Array;

  /** @param order  in which datapoints are shown, where it is not that of the simulation (`measuredOrder`) */
  constructor(experiment: Experiment, board: BoardParameters, order: Order = orderAt(experiment)) {
    const { document, training, network } = experiment;
    this.#experiment = experiment;
    this.#board = board;
    this.#pair = new DrivenPair(experiment, board);
    const { clamping } = document;
    this.#order = order;
    this.#turn = turnOf(experiment);
    this.#edgeCount = network.edgeCount;
    this.#reach = clamping.kind === 'overclamping' ? clamping.reach : null;
    this.#isHinge = clamping.kind === 'hinge';
    const guess = (): Float64Array => new Float64Array(network.nodeCount).fill(middleOf(experiment));
    this.#free = Array.from({ length: training.count }, guess);
    this.#clamped = Array.from({ length: training.count }, guess);
    this.#highest = new Float64Array(this.#edgeCount);
    this.#lowest = new Float64Array(this.#edgeCount);
    this.#extra = new Float64Array(this.#edgeCount);
    this.#slopes = [createDrives(this.#edgeCount), createDrives(this.#edgeCount)];
  }

  /**
   * Learns through an interval.
   *
   * @param gates   overwritten by those at its end, V, [edge]
   * @param drives  the integrals are added to it
   * @cost duration/20 ms × datapoints × 4 solutions
   */
  advance(interval: Interval, gates: Float64Array, drives: Drives = createDrives(this.#edgeCount)): void {
    gates.set(Array.from(interval.gates));
    // What was measured was reached: the supply does not end below it.
    this.#highest.set(gates);
    this.#lowest.set(gates);
    const { from, to, duration, nudge } = interval;
    const stepTime = duration / (to - from);
    const [first, second] = this.#slopes;
    const middle = new Float64Array(this.#edgeCount);
    for (let step = from; step < to;) {
      const end = this.#windowEnd(step, to, stepTime);
      const weights = this.#datapointsIn(step, end);
      const time = (end - step) * stepTime;
      this.#slopesAt(gates, weights, nudge, first);
      this.#move(gates, first, time, middle);
      this.#slopesAt(middle, weights, nudge, second);
      average(first, second, time, drives);
      this.#move(gates, first, time, gates);
      step = end;
    }
  }

  /** Steps for which one task is trained before the next has its turn. */
  get turn(): number {
    return this.#turn;
  }

  /** A bias beside the calibrated one while a datapoint is trained, V/s. */
  setExtraBias(extra: (datapoint: number, edge: number) => number): void {
    this.#extraBias = extra;
  }

  /** Share of each datapoint in the steps of an interval. */
  sharesIn(from: number, to: number): ReadonlyMap<number, number> {
    return this.#datapointsIn(from, to);
  }

  /** Mean drives over an interval at fixed gates: what moves gates that hardly move. Each is a mean over time, not an integral. */
  drivesAt(gates: Float64Array, { from, to, nudge }: Pick<Interval, 'from' | 'to' | 'nudge'>): Drives {
    const drives = createDrives(this.#edgeCount);
    this.#slopesAt(gates, this.#datapointsIn(from, to), nudge, drives);
    return drives;
  }

  #windowEnd(step: number, to: number, stepTime: number): number {
    const longest = Math.max(1, Math.floor(LONGEST / stepTime));
    const turnEnd = this.#turn * stepTime < SHORTEST_TURN ? Infinity : (Math.floor(step / this.#turn) + 1) * this.#turn;
    return Math.min(step + longest, turnEnd, to);
  }

  /** Share of each datapoint in steps `from` to `to`. */
  #datapointsIn(from: number, to: number): Map<number, number> {
    const weights = new Map<number, number>();
    // Beyond some passes through the set the shares no longer change.
    const stride = Math.max(1, Math.floor((to - from) / 997));
    let count = 0;
    for (let step = from; step < to; step += stride) {
      const datapoint = this.#order(step);
      weights.set(datapoint, (weights.get(datapoint) ?? 0) + 1);
      count++;
    }
    for (const [datapoint, weight] of weights) weights.set(datapoint, weight / count);
    return weights;
  }

  /** Means of the drives over datapoints. */
  #slopesAt(gates: Float64Array, weights: Map<number, number>, nudge: number, slopes: Drives): void {
    const { network, training } = this.#experiment;
    for (const term of driveTermNames) slopes[term].fill(0);
    const width = training.inputs.length / training.count;
    const count = training.labels.length / training.count;
    let total = 0;
    this.#extra.fill(0);
    const extra = this.#extraBias;
    for (const [datapoint, weight] of weights) {
      const free = this.#free[datapoint];
      const clamped = this.#clamped[datapoint];
      let error = 0;
      const target = (output: number, value: number): number | null => {
        const label = training.labels[datapoint * count + output];
        const short = (label - value) * Math.sign(label);
        if (this.#reach !== null) {
          error = COMPARISON * softplus(short / COMPARISON);
          return this.#reach * Math.sign(label);
        }
        return this.#isHinge && short < 0 ? null : label;
      };
      const inputs = training.inputs.subarray(datapoint * width, (datapoint + 1) * width);
      if (!this.#pair.solve(gates, inputs, nudge, target, free, clamped, TOLERANCE)) throw new NoSolution(this.#experiment.document.title);
      const share = this.#reach === null ? weight : weight * error;
      total += share;
      for (let edge = 0; edge < this.#edgeCount; edge++) {
        const freeDrop = free[network.from[edge]] - free[network.to[edge]];
        const clampedDrop = clamped[network.from[edge]] - clamped[network.to[edge]];
        const freeMean = 0.5 * (free[network.from[edge]] + free[network.to[edge]]);
        const clampedMean = 0.5 * (clamped[network.from[edge]] + clamped[network.to[edge]]);
        slopes.squares[edge] += share * (freeDrop * freeDrop - clampedDrop * clampedDrop);
        slopes.mismatch[edge] += 0.5 * share * (freeDrop * freeDrop + clampedDrop * clampedDrop);
        slopes.free[edge] += share * freeDrop;
        slopes.clamped[edge] += share * clampedDrop;
        slopes.freeCommon[edge] += share * freeDrop * freeMean;
        slopes.clampedCommon[edge] += share * clampedDrop * clampedMean;
        slopes.gate[edge] += share * (gates[edge] - GATE_CENTRE);
        slopes.time[edge] += share;
        if (extra !== null) this.#extra[edge] += share * extra(datapoint, edge);
      }
    }
    // Overclamping holds a datapoint in proportion to its error; the pace is set so that a pass keeps its length.
    if (this.#reach === null || total === 0) return;
    for (const values of [...driveTermNames.map((term) => slopes[term]), this.#extra])
      for (let edge = 0; edge < this.#edgeCount; edge++) values[edge] /= total;
  }

  /** Gates after a time at constant drive. */
  #move(gates: Float64Array, slopes: Drives, duration: number, result: Float64Array): void {
    const { factors, diodes, ceilings, floor = -Infinity, ceiling = Infinity } = this.#board.learning;
    for (let edge = 0; edge < gates.length; edge++) {
      let rate = this.#extra[edge];
      for (const term of driveTermNames) rate += factors[term][edge] * slopes[term][edge];
      const moved = movedGate(gates[edge], rate, duration, diodes[edge], Math.max(ceilings[edge], this.#highest[edge]));
      result[edge] = Math.min(Math.max(moved, Math.min(floor, this.#lowest[edge])), Math.max(ceiling, this.#highest[edge]));
    }
  }
}

export function createDrives(edgeCount: number): Drives {
  return Object.fromEntries(driveTermNames.map((term) => [term, new Float64Array(edgeCount)])) as Record<DriveTerm, Float64Array>;
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Makes `first` the mean of both (Heun), and adds it times the duration to the integrals. */
function average(first: Drives, second: Drives, duration: number, integrals: Drives): void {
  for (const key of driveTermNames) {
    for (let edge = 0; edge < first[key].length; edge++) {
      first[key][edge] = 0.5 * (first[key][edge] + second[key][edge]);
      integrals[key][edge] += first[key][edge] * duration;
    }
  }
}

/** Steps for which one task is trained before the next has its turn. */
function turnOf({ document: { schedule }, training }: Experiment): number {
  if (schedule.kind === 'cyclic') return schedule.hold;
  if (schedule.kind !== 'alternating') return training.count;
  return Math.max(1, Math.floor(schedule.period / new Set(schedule.groups).size));
}

/** A voltage between the supplies, to begin a search from. */
function middleOf({ supplyVoltages, training }: Experiment): number {
  const all = [...supplyVoltages, ...training.inputs];
  return 0.5 * (Math.min(...all) + Math.max(...all));
}
