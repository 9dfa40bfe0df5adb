import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Order } from '../learning/schedules/schedule.ts';
import type { BoardParameters } from './boardParameters.ts';
import type { Random } from '../math/random.ts';
import { LEAST_READING } from './gateReadings.ts';
import { Reliability } from './reliability.ts';
import { LearningTwin, type Interval } from './learningTwin.ts';

/** Spread of what the calibrated bias misses at a state, V/s. */
const SPREAD = 1;
/** How far the gates move until it is another state, V. */
const REACH = 0.5;
/** By how much what is missed changes from one interval to the next even where the gates stay, as a part of that; less in one
 * that is shorter than a tenth of a second. */
const DRIFT = 0.3;
const DRIFT_TIME = 0.1;
/** What a rate is uncertain by, V/s: a mean over many periods, that of a few turns, and per volt that the farthest gate moves. */
const RATE = 0.1;
const RATE_OF_TURN = 3;
const RATE_PER_VOLT = 2;
/** Gates that move farther in many periods tell nothing of the rate at their ends, V. */
const FARTHEST = 0.4;
/** A rate is taken over at least this time, s: a fraction of the fastest relaxation. */
const SHORTEST = 5e-3;

/** What is predicted of an interval before its end is known. */
export interface Prediction {
  /** Gates at the end, V, [edge]. */
  readonly gates: Float64Array;
  /** The same without what was learnt from earlier intervals of the run. */
  readonly untracked: Float64Array;
}

/** An interval that was followed: from the reading at its start, the change that the twin made of it, V, [edge], and what that is uncertain by. */
export interface FollowedInterval {
  readonly start: ArrayLike<number>;
  readonly change: Float64Array;
  readonly spread: number;
}

/**
 * Follows the part of the bias that calibration does not know because it depends on the state: a Kalman filter over the
 * measurements of a run, edge by edge, in which every interval is predicted before its end is seen, and what the measured path then
 * says about the rate (`pathEquations`) corrects the bias, separately for each task that is trained in turn. The gate itself is followed
 * with it: where a reading is coarse, as one of 8 bits is, many of them tell the gate better than the last, and the rate by the whole way
 * instead of step by step. A gate that rests on its rail tells by where it rests how strongly it is driven.
 */
export class BiasTracker {
  readonly #twin: LearningTwin;
  readonly #still: LearningTwin;
  readonly #groups: readonly number[];
  readonly #groupCount: number;
  readonly #edgeCount: number;
  readonly #reading: number;
  readonly #stops: { readonly floor: number; readonly ceiling: number };
  /** The gate, V, then the bias of each group, V/s, [edge][1 + group], and their covariance. */
  readonly #state: Float64Array[];
  readonly #covariance: Float64Array[];
  /** Of the bias before anything was measured, (V/s)², [edge]. */
  readonly #variance: Float64Array;
  readonly #reliability: Reliability;
  /** What the twin made of the interval that was predicted last, V, [edge]. */
  #simulated: Float64Array;
  /** Where each task was last trained, V, [edge]. */
  readonly #places: (Float64Array | null)[];
  /** The reading that was followed last. */
  #last: ArrayLike<number> | null = null;
  #path: FollowedInterval[] = [];

  /**
   * @param order    in which datapoints are shown (`measuredOrder`)
   * @param spreads  of what the calibrated bias misses at a state, V/s, [edge]
   */
  constructor(
    experiment: Experiment,
    board: BoardParameters,
    order: Order,
    spreads: ArrayLike<number> = board.learning.ceilings.map(() => SPREAD),
  ) {
    this.#variance = Float64Array.from(spreads, (spread) => spread ** 2);
    this.#still = new LearningTwin(experiment, board, order);
    this.#twin = new LearningTwin(experiment, board, order);
    this.#groups = groupsOf(experiment);
    this.#groupCount = Math.max(...this.#groups) + 1;
    this.#edgeCount = board.learning.ceilings.length;
    const { reading = LEAST_READING, floor = -Infinity, ceiling = Infinity } = board.learning;
    this.#reading = reading;
    this.#stops = { floor, ceiling };
    const width = 1 + this.#groupCount;
    this.#state = Array.from({ length: this.#edgeCount }, () => new Float64Array(width));
    this.#covariance = Array.from({ length: this.#edgeCount }, (_, edge) => {
      const covariance = new Float64Array(width * width);
      for (let group = 1; group < width; group++) covariance[group * width + group] = this.#variance[edge];
      return covariance;
    });
    this.#reliability = new Reliability(this.#edgeCount);
    this.#simulated = new Float64Array(this.#edgeCount);
    this.#places = new Array<Float64Array | null>(this.#groupCount).fill(null);
  }

  /**
   * One interval ahead. A change is drawn towards none where changes like it did not come true before (`Reliability`).
   *
   * @cost two advances
   */
  predict(interval: Interval): Prediction {
    const gates = new Float64Array(this.#edgeCount);
    const untracked = new Float64Array(this.#edgeCount);
    this.#begin(interval);
    this.#still.advance(interval, untracked);
    this.#simulate(interval, gates);
    this.#simulated = gates.slice();
    const trust = this.#reliability.at(interval.duration);
    return { gates: gates.map((gate, edge) => interval.gates[edge] + trust[edge] * (gate - interval.gates[edge])), untracked };
  }

  /**
   * Learns from an interval whose end was measured: its mean rate is held against that of the twin at both ends.
   * `predict` has to have been called for it.
   *
   * @cost two advances of a period
   */
  correct(interval: Interval, end: Float64Array): void {
    this.#reliability.add(interval, this.#simulated, end);
    this.#follow(interval, end, this.#simulated);
  }

  /**
   * Learns from an interval that need not be predicted: the same state comes of it as of `predict` and `correct`, without simulating intervals
   * of many periods.
   *
   * @cost two advances of a period, or one of the interval where it is shorter
   */
  follow(interval: Interval, end: Float64Array): void {
    this.#begin(interval);
    this.#follow(interval, end, null);
  }

  #begin({ gates }: Interval): void {
    if (gates !== this.#last) this.#startAt(gates);
    this.#twin.setExtraBias((datapoint, edge) => this.#state[edge][1 + this.#groups[datapoint]]);
  }

  #simulate(interval: Interval, gates = new Float64Array(this.#edgeCount)): Float64Array {
    this.#twin.advance({ ...interval, gates: this.#gates }, gates);
    return gates;
  }

  /** @param simulated  gates at the end as the twin has them, V; `null`: they are simulated where they are needed */
  #follow(interval: Interval, end: Float64Array, simulated: Float64Array | null): void {
    const { duration, gates } = interval;
    const shares = this.#sharesOf(interval);
    const farthest = end.reduce((most, gate, edge) => Math.max(most, Math.abs(gate - gates[edge])), 0);
    const steps = this.#stepsOfPeriod(interval);
    const isWhole = steps * 2 >= interval.to - interval.from;
    const start = this.#gates;
    this.#last = end;
    if (!isWhole && farthest > FARTHEST) {
      this.#startAt(end);
      return;
    }
    const predicted = isWhole ? (simulated ?? this.#simulate(interval)) : start;
    const first = isWhole ? null : this.#rateAt(start, interval, steps);
    const last = isWhole ? null : this.#rateAt(end, interval, steps);
    this.#forget(interval, end, shares);
    const isFewTurns = 2 * this.#period >= interval.to - interval.from;
    const spread = ((isFewTurns ? RATE_OF_TURN : RATE) + RATE_PER_VOLT * farthest) * duration;
    const { floor, ceiling } = this.#stops;
    const idle = shares.map(() => 0);
    const changes = new Float64Array(this.#edgeCount);
    for (let edge = 0; edge < this.#edgeCount; edge++) {
      const change = first === null || last === null ? predicted[edge] - start[edge] : 0.5 * (first[edge] + last[edge]) * duration;
      changes[edge] = change;
      // A gate that stands on a stop, whatever drives it, says nothing of what does.
      const stands = start[edge] + change <= floor || start[edge] + change >= ceiling;
      this.#update(edge, { change, spread: stands ? 0 : spread, duration }, stands ? idle : shares, end[edge]);
    }
    this.#path.push({ start: gates, change: changes, spread });
  }

  /** The intervals that were followed without a break up to the last reading, the newest last. */
  get path(): readonly FollowedInterval[] {
    return this.#path;
  }

  /** What the gates are uncertain by after the last reading, V, [edge]. */
  get gateDeviations(): Float64Array {
    return Float64Array.from(this.#covariance, ([variance]) => Math.sqrt(Math.max(variance, 0)));
  }

  /** V, [edge]. */
  get #gates(): Float64Array {
    return Float64Array.from(this.#state, ([gate]) => gate);
  }

  /** The gates as they were just read: what was known of them before is of another path. */
  #startAt(gates: ArrayLike<number>): void {
    this.#path = [];
    const width = 1 + this.#groupCount;
    for (let edge = 0; edge < this.#edgeCount; edge++) {
      this.#state[edge][0] = gates[edge];
      const covariance = this.#covariance[edge];
      for (let other = 1; other < width; other++) covariance[other] = covariance[other * width] = 0;
      covariance[0] = this.#reading ** 2;
    }
  }

  /** Net rate of the twin over a period from these gates, V/s, [edge]: with the way to and fro that tasks in turn make. */
  #rateAt(gates: ArrayLike<number>, { from, to, duration, nudge }: Interval, steps: number): Float64Array {
    const time = (steps * duration) / (to - from);
    const result = new Float64Array(this.#edgeCount);
    this.#twin.advance({ gates, from, to: from + steps, duration: time, nudge }, result);
    return result.map((gate, edge) => (gate - gates[edge]) / time);
  }

  /** Whole periods that take some milliseconds. */
  #stepsOfPeriod({ from, to, duration }: Interval): number {
    const period = this.#period;
    return period * Math.max(1, Math.ceil(SHORTEST / (period * (duration / (to - from)))));
  }

  /** Steps in which each task has its turn. */
  get #period(): number {
    return this.#twin.turn * this.#groupCount;
  }

  /** One step of the filter: the gate goes as the twin with its bias has it, and is then read. */
  #update(
    edge: number,
    { change, spread, duration }: { readonly change: number; readonly spread: number; readonly duration: number },
    shares: readonly number[],
    end: number,
  ): void {
    const width = 1 + this.#groupCount;
    const state = this.#state[edge];
    const covariance = this.#covariance[edge];
    state[0] += change;
    // The gate takes from each bias its share of the time.
    for (let row = 0; row < width; row++)
      shares.forEach((share, group) => (covariance[row * width] += duration * share * covariance[row * width + 1 + group]));
    for (let column = 0; column < width; column++)
      shares.forEach((share, group) => (covariance[column] += duration * share * covariance[(1 + group) * width + column]));
    covariance[0] += spread ** 2;
    const variance = covariance[0] + this.#reading ** 2;
    const gain = state.map((_, row) => covariance[row * width] / variance);
    const miss = end - state[0];
    const answered = covariance.slice(0, width);
    for (let row = 0; row < width; row++) {
      state[row] += gain[row] * miss;
      for (let column = 0; column < width; column++) covariance[row * width + column] -= gain[row] * answered[column];
    }
  }

  /** What was learnt of a task holds where it was learnt: it fades with the distance from there. */
  #forget(interval: Interval, end: Float64Array, shares: readonly number[]): void {
    const middle = end.map((gate, edge) => 0.5 * (gate + interval.gates[edge]));
    const kept = shares.map((share, group) => {
      if (share === 0) return 1;
      const last = this.#places[group];
      this.#places[group] = middle;
      if (last === null) return 1;
      const square = middle.reduce((sum, gate, edge) => sum + (gate - last[edge]) ** 2, 0) / middle.length;
      return Math.exp(-0.5 * Math.min(square / REACH ** 2, 50));
    });
    const fresh = DRIFT ** 2 * Math.min(1, interval.duration / DRIFT_TIME);
    const factors = [1, ...kept];
    const width = factors.length;
    for (let edge = 0; edge < this.#edgeCount; edge++) {
      const [state, covariance] = [this.#state[edge], this.#covariance[edge]];
      for (let row = 0; row < width; row++) {
        state[row] *= factors[row];
        for (let column = 0; column < width; column++) covariance[row * width + column] *= factors[row] * factors[column];
        if (row > 0) covariance[row * width + row] += this.#variance[edge] * (1 - factors[row] ** 2 + fresh);
      }
    }
  }

  /**
   * Gates at the last reading, V, and a bias beside the calibrated one, V/s, that the board may have by what was learnt so far; their means
   * without random numbers.
   *
   * @cost edges × tasks³ with random numbers
   */
  draw(random: Random | null): { readonly gates: Float64Array; readonly bias: (datapoint: number, edge: number) => number } {
    const width = 1 + this.#groupCount;
    const drawn = this.#state.map((mean, edge) => (random === null ? mean : normalVector(mean, this.#covariance[edge], width, random)));
    const groups = this.#groups;
    return { gates: Float64Array.from(drawn, ([gate]) => gate), bias: (datapoint, edge) => drawn[edge][1 + groups[datapoint]] };
  }

  #sharesOf(interval: Interval): number[] {
    const shares = new Array<number>(this.#groupCount).fill(0);
    for (const [datapoint, share] of this.#twin.sharesIn(interval.from, interval.to)) shares[this.#groups[datapoint]] += share;
    return shares;
  }
}

/** Normal numbers of this mean and covariance [count × count], by Cholesky's factor. */
export function normalVector(mean: Float64Array, covariance: Float64Array, count: number, random: Random): Float64Array {
  const factor = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = covariance[row * count + column];
      for (let inner = 0; inner < column; inner++) sum -= factor[row * count + inner] * factor[column * count + inner];
      // Rounding may leave a direction that is known for certain with a variance just below zero.
      if (row === column) factor[row * count + row] = Math.sqrt(Math.max(sum, 0));
      else factor[row * count + column] = factor[column * count + column] > 0 ? sum / factor[column * count + column] : 0;
    }
  }
  const normals = Float64Array.from({ length: count }, () => random.normal());
  return mean.map((value, row) => normals.reduce((sum, normal, column) => sum + factor[row * count + column] * normal, value));
}

/** The task of each datapoint: those that are trained in turn; datapoints that are held in turn are tasks of their own. */
function groupsOf({ document: { schedule }, training }: Experiment): number[] {
  if (schedule.kind === 'alternating') return training.count === schedule.groups.length ? [...schedule.groups] : zeros(training.count);
  if (schedule.kind === 'cyclic' && schedule.hold > 1) return Array.from({ length: training.count }, (_, datapoint) => datapoint);
  return zeros(training.count);
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
