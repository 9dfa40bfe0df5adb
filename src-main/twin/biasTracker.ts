import { Matrix } from 'ml-matrix';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { DIODE_WIDTH, driveTermNames, type BoardParameters } from './boardParameters.ts';
import { flowIntegral } from './flowIntegral.ts';
import { LearningTwin, type Interval } from './learningTwin.ts';
import { invertPositive } from './levenbergMarquardt.ts';

/** Noise of the difference of two gate readings, V. */
const READING = 1e-3;
/** What a change is uncertain by, relative to itself. */
const RELATIVE = 0.15;
/** Spread of what the calibrated bias misses at a state, V/s, and how far the gates move until it is another one, V. */
const SPREAD = 0.5;
const REACH = 0.5;
/** Change of a gate over which slopes are differenced, V. */
const PROBE = 1e-3;
/** Gates that moved by less have the slopes that they had, V. */
const NEAR = 0.1;
/** Gates nearer than this to the supply or to the diode do not tell how fast they would move, V. */
const RAIL = 0.03;
const DIODE = 0.2;

/** What is predicted of an interval before its end is known. */
export interface Prediction {
  /** Gates at the end, V, [edge]. */
  readonly gates: Float64Array;
  /** The same without what was learnt from earlier intervals of the run. */
  readonly untracked: Float64Array;
}

/**
 * Follows the part of the bias that calibration does not know because it depends on the state: a Kalman filter over the
 * measurements of a run, in which every interval is predicted before its end is seen, and the miss then corrects the bias of each
 * edge, separately for each task that is trained in turn. How an end answers a bias follows from the flow about the interval's
 * middle (`flowIntegral`).
 */
export class BiasTracker {
  readonly #twin: LearningTwin;
  readonly #still: LearningTwin;
  readonly #board: BoardParameters;
  readonly #groups: readonly number[];
  readonly #groupCount: number;
  readonly #edgeCount: number;
  /** [group × edge], group by group. */
  #bias: Matrix;
  #covariance: Matrix;
  /** Where each task was last trained, V, [edge]. */
  readonly #places: (Float64Array | null)[];
  readonly #slopes = new Map<string, { readonly middle: Float64Array; readonly slope: Matrix }>();

  constructor(experiment: Experiment, board: BoardParameters) {
    this.#still = new LearningTwin(experiment, board);
    // Where the diodes are is learnt, too.
    this.#board = { ...board, learning: { ...board.learning, diodes: board.learning.diodes.slice() } };
    this.#twin = new LearningTwin(experiment, this.#board);
    this.#groups = groupsOf(experiment);
    this.#groupCount = Math.max(...this.#groups) + 1;
    this.#edgeCount = board.learning.ceilings.length;
    const size = this.#groupCount * this.#edgeCount;
    this.#bias = Matrix.zeros(size, 1);
    this.#places = new Array<Float64Array | null>(this.#groupCount).fill(null);
    this.#covariance = Matrix.eye(size).mul(SPREAD ** 2);
  }

  /** @cost two advances */
  predict(interval: Interval): Prediction {
    const gates = new Float64Array(this.#edgeCount);
    const untracked = new Float64Array(this.#edgeCount);
    this.#still.advance(interval, untracked);
    this.#twin.setExtraBias((datapoint, edge) => this.#bias.get(this.#groups[datapoint] * this.#edgeCount + edge, 0));
    this.#twin.advance(interval, gates);
    return { gates, untracked };
  }

  /** Learns from an interval whose end was measured. @cost edges + 1 solutions of every datapoint, and (groups·edges)²·edges */
  correct(interval: Interval, { gates }: Prediction, end: Float64Array): void {
    const { ceilings, diodes } = this.#board.learning;
    const isFree = (gate: number, edge: number): boolean => gate > diodes[edge] + DIODE && gate < ceilings[edge] - RAIL;
    this.#learnDiodes(interval, end);
    const edges = Array.from(end.keys()).filter((edge) => isFree(end[edge], edge) && isFree(gates[edge], edge));
    this.#forget(interval, end);
    if (edges.length === 0) return;
    const answers = this.#answers(interval, end, edges);
    const shares = this.#sharesOf(interval);
    const observe = Matrix.zeros(edges.length, this.#bias.rows);
    edges.forEach((_, row) => {
      edges.forEach((edge, column) => {
        shares.forEach((share, group) => observe.set(row, group * this.#edgeCount + edge, share * answers.get(row, column)));
      });
    });
    const noise = edges.map((edge) => READING ** 2 + (RELATIVE * (end[edge] - interval.gates[edge])) ** 2);
    const spread = observe.mmul(this.#covariance);
    const innovation = spread.mmul(observe.transpose());
    noise.forEach((variance, row) => innovation.set(row, row, innovation.get(row, row) + variance));
    const gain = spread.transpose().mmul(invertPositive(symmetrised(innovation)));
    const miss = Matrix.columnVector(edges.map((edge) => end[edge] - gates[edge]));
    this.#bias = Matrix.add(this.#bias, gain.mmul(miss));
    this.#covariance = symmetrised(Matrix.sub(this.#covariance, gain.mmul(spread)));
  }

  /** A low gate at rest tells where its diode balances the drive. */
  #learnDiodes(interval: Interval, end: Float64Array): void {
    const { diodes, factors } = this.#board.learning;
    const isLow = (edge: number): boolean =>
      end[edge] < diodes[edge] + 2 * DIODE && Math.abs(end[edge] - interval.gates[edge]) < 0.2 * DIODE && interval.duration > 0.05;
    if (!end.some((_, edge) => isLow(edge))) return;
    const drives = this.#still.drivesAt(end, interval);
    for (let edge = 0; edge < end.length; edge++) {
      if (!isLow(edge)) continue;
      const rate = driveTermNames.reduce((sum, term) => sum + factors[term][edge] * drives[term][edge], 0);
      if (rate < -0.1) diodes[edge] = end[edge] + DIODE_WIDTH * Math.log(-rate);
    }
  }

  /** What was learnt of a task holds where it was learnt: it fades with the distance from there. */
  #forget(interval: Interval, end: Float64Array): void {
    const middle = end.map((gate, edge) => 0.5 * (gate + interval.gates[edge]));
    const kept = this.#sharesOf(interval).map((share, group) => {
      if (share === 0) return 1;
      const last = this.#places[group];
      this.#places[group] = middle;
      if (last === null) return 1;
      const square = middle.reduce((sum, gate, edge) => sum + (gate - last[edge]) ** 2, 0) / middle.length;
      return Math.exp(-0.5 * Math.min(square / REACH ** 2, 50));
    });
    const keptOf = (row: number): number => kept[Math.floor(row / this.#edgeCount)];
    for (let row = 0; row < this.#bias.rows; row++) {
      this.#bias.set(row, 0, this.#bias.get(row, 0) * keptOf(row));
      for (let column = 0; column < this.#bias.rows; column++) {
        const fresh = row === column ? SPREAD ** 2 * (1 - keptOf(row) ** 2) : 0;
        this.#covariance.set(row, column, this.#covariance.get(row, column) * keptOf(row) * keptOf(column) + fresh);
      }
    }
  }

  #sharesOf(interval: Interval): number[] {
    const shares = new Array<number>(this.#groupCount).fill(0);
    for (const [datapoint, share] of this.#twin.sharesIn(interval.from, interval.to)) shares[this.#groups[datapoint]] += share;
    return shares;
  }

  #answers(interval: Interval, end: Float64Array, edges: readonly number[]): Matrix {
    const middle = end.map((gate, edge) => 0.5 * (gate + interval.gates[edge]));
    const key = edges.join(' ');
    const last = this.#slopes.get(key);
    // Where the gates hardly moved since, their slopes did not change.
    if (last !== undefined && middle.every((gate, edge) => Math.abs(gate - last.middle[edge]) < NEAR)) {
      return flowIntegral(last.slope, interval.duration);
    }
    const slope = this.#slopeAt(middle, interval, edges);
    this.#slopes.set(key, { middle, slope });
    return flowIntegral(slope, interval.duration);
  }

  #slopeAt(middle: Float64Array, interval: Interval, edges: readonly number[]): Matrix {
    const { factors } = this.#board.learning;
    const rates = (gates: Float64Array): number[] => {
      const drives = this.#still.drivesAt(gates, interval);
      return edges.map((edge) => driveTermNames.reduce((sum, term) => sum + factors[term][edge] * drives[term][edge], 0));
    };
    const slope = Matrix.zeros(edges.length, edges.length);
    const here = rates(middle);
    edges.forEach((edge, column) => {
      const moved = middle.slice();
      moved[edge] += PROBE;
      rates(moved).forEach((rate, row) => slope.set(row, column, (rate - here[row]) / PROBE));
    });
    return slope;
  }
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

function symmetrised(matrix: Matrix): Matrix {
  return Matrix.add(matrix, matrix.transpose()).mul(0.5);
}
