import type { Experiment } from '../learning/experiment/experiment.ts';
import type { BoardParameters } from './boardParameters.ts';
import type { Random } from '../math/random.ts';
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
/** Noise of the difference of two readings of a gate, V. */
const READING = 1e-3;
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

/**
 * Follows the part of the bias that calibration does not know because it depends on the state: a Kalman filter over the
 * measurements of a run, edge by edge, in which every interval is predicted before its end is seen, and what the measured path then
 * says about the rate (`pathEquations`) corrects the bias, separately for each task that is trained in turn. A gate that rests on
 * its rail tells by where it rests how strongly it is driven.
 */
export class BiasTracker {
  readonly #twin: LearningTwin;
  readonly #still: LearningTwin;
  readonly #groups: readonly number[];
  readonly #groupCount: number;
  readonly #edgeCount: number;
  /** V/s, [edge][group], and its covariance, [edge][group × group]. */
  readonly #bias: Float64Array[];
  readonly #covariance: Float64Array[];
  readonly #variance: number;
  readonly #reliability: Reliability;
  /** What the twin made of the interval that was predicted last, V, [edge]. */
  #simulated: Float64Array;
  /** Where each task was last trained, V, [edge]. */
  readonly #places: (Float64Array | null)[];

  /** @param spread  of what the calibrated bias misses at a state, V/s */
  constructor(experiment: Experiment, board: BoardParameters, spread = SPREAD) {
    this.#variance = spread ** 2;
    this.#still = new LearningTwin(experiment, board);
    this.#twin = new LearningTwin(experiment, board);
    this.#groups = groupsOf(experiment);
    this.#groupCount = Math.max(...this.#groups) + 1;
    this.#edgeCount = board.learning.ceilings.length;
    const count = this.#groupCount;
    this.#bias = Array.from({ length: this.#edgeCount }, () => new Float64Array(count));
    this.#covariance = Array.from({ length: this.#edgeCount }, () =>
      Float64Array.from({ length: count * count }, (_, index) => this.#before(index)),
    );
    this.#reliability = new Reliability(this.#edgeCount);
    this.#simulated = new Float64Array(this.#edgeCount);
    this.#places = new Array<Float64Array | null>(count).fill(null);
  }

  /**
   * One interval ahead. A change is drawn towards none where changes like it did not come true before (`Reliability`).
   *
   * @cost two advances
   */
  predict(interval: Interval): Prediction {
    const gates = new Float64Array(this.#edgeCount);
    const untracked = new Float64Array(this.#edgeCount);
    this.#still.advance(interval, untracked);
    this.#twin.setExtraBias((datapoint, edge) => this.#bias[edge][this.#groups[datapoint]]);
    this.#twin.advance(interval, gates);
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
    const { duration, gates } = interval;
    const predicted = this.#simulated;
    this.#reliability.add(interval, predicted, end);
    const shares = this.#sharesOf(interval);
    const farthest = end.reduce((most, gate, edge) => Math.max(most, Math.abs(gate - gates[edge])), 0);
    const steps = this.#stepsOfPeriod(interval);
    const isWhole = steps * 2 >= interval.to - interval.from;
    if (!isWhole && farthest > FARTHEST) return;
    const first = isWhole ? null : this.#rateAt(gates, interval, steps);
    const last = isWhole ? null : this.#rateAt(end, interval, steps);
    this.#forget(interval, end, shares);
    const noise = Math.hypot(READING / duration, (isWhole ? RATE_OF_TURN : RATE) + RATE_PER_VOLT * farthest);
    for (let edge = 0; edge < this.#edgeCount; edge++) {
      const rate = first === null || last === null ? (predicted[edge] - gates[edge]) / duration : 0.5 * (first[edge] + last[edge]);
      this.#update(edge, shares, (end[edge] - gates[edge]) / duration - rate, noise);
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
    const period = this.#twin.turn * this.#groupCount;
    return period * Math.max(1, Math.ceil(SHORTEST / (period * (duration / (to - from)))));
  }

  #update(edge: number, shares: readonly number[], miss: number, noise: number): void {
    const count = this.#groupCount;
    const bias = this.#bias[edge];
    const covariance = this.#covariance[edge];
    const spread = shares.map((_, group) => shares.reduce((sum, share, other) => sum + covariance[group * count + other] * share, 0));
    const variance = noise ** 2 + shares.reduce((sum, share, group) => sum + share * spread[group], 0);
    for (let group = 0; group < count; group++) {
      bias[group] += (spread[group] / variance) * miss;
      for (let other = 0; other < count; other++) covariance[group * count + other] -= (spread[group] * spread[other]) / variance;
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
    const count = this.#groupCount;
    for (let edge = 0; edge < this.#edgeCount; edge++) {
      for (let group = 0; group < count; group++) {
        this.#bias[edge][group] *= kept[group];
        for (let other = 0; other < count; other++) {
          const index = group * count + other;
          const both = kept[group] * kept[other];
          this.#covariance[edge][index] = this.#covariance[edge][index] * both + this.#before(index) * (1 - both + fresh);
        }
      }
    }
  }

  /** Covariance before anything was measured, (V/s)², of an entry of the [group × group] matrix. */
  #before(index: number): number {
    return index % (this.#groupCount + 1) === 0 ? this.#variance : 0;
  }

  /**
   * A bias that the board may have beside the calibrated one, by what was learnt so far; its mean without random numbers. V/s.
   *
   * @cost edges × tasks³ with random numbers
   */
  bias(random: Random | null): (datapoint: number, edge: number) => number {
    const count = this.#groupCount;
    const drawn = this.#bias.map((mean, edge) => (random === null ? mean : normalVector(mean, this.#covariance[edge], count, random)));
    const groups = this.#groups;
    return (datapoint, edge) => drawn[edge][groups[datapoint]];
  }

  #sharesOf(interval: Interval): number[] {
    const shares = new Array<number>(this.#groupCount).fill(0);
    for (const [datapoint, share] of this.#twin.sharesIn(interval.from, interval.to)) shares[this.#groups[datapoint]] += share;
    return shares;
  }
}

/** Normal numbers of this mean and covariance [count × count], by Cholesky's factor. */
function normalVector(mean: Float64Array, covariance: Float64Array, count: number, random: Random): Float64Array {
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
