import { ProblemError } from '../../shared/problem.ts';
import { quantile } from '../math/statistics.ts';
import { BiasTracker, type Prediction } from './biasTracker.ts';
import { BoardNetwork } from './boardNetwork.ts';
import { learningBoardOf } from './calibrateBoard.ts';
import { networkOf, sessionOf } from './calibrationDraft.ts';
import type { CalibrationDocument, WiringCalibration } from './calibrationDocument.ts';
import { intervalsOf } from './intervals.ts';
import { NoSolution, type Interval } from './learningTwin.ts';
import { heldNodes, wiringOf, type MeasuredRun } from './measured.ts';
import { measuredOrder } from './orderAt.ts';
import { underOtherNodes } from './otherWiring.ts';

/** How far a calibrated twin is from a recording that it was not calibrated on. */
export interface Judgement {
  readonly run: string;
  readonly states: number;
  /** States in which the calibrated networks have no solution; they are in none of the figures. */
  readonly unsolved: number;
  /** Root mean square over the nodes that are not held, of each state, V. */
  readonly free: readonly number[];
  readonly clamped: readonly number[];
  /** Correlation of the predicted with the measured change of every gate over every interval; `null` without learning. */
  readonly updates: UpdateJudgement | null;
  /** Whether the wiring of this run was among those calibrated; if not, the one most like it stands in. */
  readonly isKnownWiring: boolean;
  /** Whether its clamping protocol was; if not, what moves the gates was found under another one. */
  readonly isKnownSession: boolean;
}

export interface UpdateJudgement {
  readonly intervals: number;
  /** One interval ahead, the bias followed from the intervals before. */
  readonly correlation: number;
  /** From the calibration alone. */
  readonly untracked: number;
  /** What a perfect twin would reach: √(1 − σ²/s²), σ the noise of a difference of two gate readings, s that of the changes. */
  readonly ceiling: number;
  /** Root mean square of the measured changes and of what is missed, V. */
  readonly measured: number;
  readonly missed: number;
  /** The correlation by the length of the intervals: up to each bound, s, and beyond the last (`null`), where there are any. */
  readonly byLength: readonly { readonly upTo: number | null; readonly intervals: number; readonly correlation: number }[];
  /** What is missed by each edge, root mean square, V. */
  readonly missedByEdge: Float64Array;
}

/** @cost one solution per state and network, and two advances per interval */
export function judgeRun(calibration: CalibrationDocument, run: MeasuredRun): Judgement {
  const wiring = wiringFor(calibration, run);
  const [free, clamped] = [errorsOf(wiring, run, false), errorsOf(wiring, run, true)];
  const states = run.moments.reduce((sum, moment) => sum + moment.states.length, 0);
  return {
    run: run.name,
    states,
    unsolved: 2 * states - free.length - clamped.length,
    free,
    clamped,
    updates: judgeUpdates(wiring, run),
    isKnownWiring: wiring.key === wiringOf(run.experiment).key,
    isKnownSession: wiring.sessions.some(({ clamping }) => clamping === sessionOf(run)),
  };
}

/**
 * The calibrated wiring of a run, or the one that shares most of its nodes, told to hold those of the run.
 *
 * @throws ProblemError E-RUN-INVALID where the run is of a board with another number of edges or nodes
 */
export function wiringFor({ wirings, board }: CalibrationDocument, { experiment }: Pick<MeasuredRun, 'experiment'>): WiringCalibration {
  const { network, document } = experiment;
  if (network.edgeCount !== board.edges || network.nodeCount !== board.nodes) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'The recording is of another board than the calibration',
      where: document.title,
      why: `it has ${network.edgeCount} edges and ${network.nodeCount} nodes, and the calibrated board has ${board.edges} and ${board.nodes}`,
      remedy: 'Give recordings of the board that was calibrated, or calibrate this one.',
    });
  }
  const { key, sources, targets } = wiringOf(experiment);
  const likeness = (wiring: WiringCalibration): number =>
    (wiring.key === key ? 1000 : 0) +
    wiring.sources.filter((node) => sources.includes(node)).length +
    wiring.targets.filter((node) => targets.includes(node)).length;
  const nearest = wirings.reduce((best, wiring) => (likeness(wiring) > likeness(best) ? wiring : best));
  return nearest.key === key ? nearest : underOtherNodes(nearest, experiment);
}

/** V, [state]. */
function errorsOf(wiring: WiringCalibration, { experiment, moments }: MeasuredRun, isClamped: boolean): number[] {
  const parameters = networkOf(isClamped ? wiring.clamped : wiring.free);
  const { nodeCount } = experiment.network;
  const board = new BoardNetwork(experiment.network, parameters, heldNodes(wiringOf(experiment), nodeCount, isClamped));
  return moments.flatMap(({ gates, states }) =>
    states.flatMap(({ freeVoltages, clampedVoltages }) => {
      const read = isClamped ? clampedVoltages : freeVoltages;
      const voltages = read.map((voltage, node) => voltage - parameters.zeros[node]);
      if (!board.solve(gates, voltages)) return [];
      const squares = Array.from(board.unknowns, (node) => (voltages[node] + parameters.zeros[node] - read[node]) ** 2);
      const there = squares.filter((square) => !Number.isNaN(square));
      return there.length === 0 ? [] : [Math.sqrt(there.reduce((sum, square) => sum + square, 0) / there.length)];
    }),
  );
}

function judgeUpdates(wiring: WiringCalibration, run: MeasuredRun): UpdateJudgement | null {
  const board = learningBoardOf(wiring, sessionOf(run));
  const intervals = intervalsOf(run);
  if (board === null || intervals.length === 0) return null;
  const tracker = new BiasTracker(run.experiment, board, measuredOrder(run.experiment, run.moments));
  const [tracked, untracked, measured]: number[][] = [[], [], []];
  const missedByEdge = new Float64Array(board.learning.ceilings.length);
  const byLength = LENGTHS.map((upTo) => ({ upTo, intervals: 0, tracked: [] as number[], measured: [] as number[] }));
  let judged = 0;
  for (const { interval, end } of intervals) {
    const prediction = followedOrNull(tracker, interval, end);
    if (prediction === null) continue;
    judged++;
    const alike = byLength.find(({ upTo }) => upTo === null || interval.duration <= upTo)!;
    alike.intervals++;
    end.forEach((gate, edge) => {
      const begin = interval.gates[edge];
      alike.tracked.push(prediction.gates[edge] - begin);
      alike.measured.push(gate - begin);
      tracked.push(prediction.gates[edge] - begin);
      untracked.push(prediction.untracked[edge] - begin);
      measured.push(gate - begin);
      missedByEdge[edge] += (prediction.gates[edge] - gate) ** 2;
    });
  }
  if (judged === 0) return null;
  return {
    intervals: judged,
    correlation: correlationOf(tracked, measured),
    untracked: correlationOf(untracked, measured),
    ceiling: Math.sqrt(Math.max(0, 1 - (differenceNoise(wiring) / rootMeanSquare(measured)) ** 2)),
    measured: rootMeanSquare(measured),
    missed: rootMeanSquare(measured.map((value, index) => value - tracked[index])),
    byLength: byLength
      .filter((alike) => alike.intervals > 0)
      .map((alike) => ({ upTo: alike.upTo, intervals: alike.intervals, correlation: correlationOf(alike.tracked, alike.measured) })),
    missedByEdge: missedByEdge.map((square) => Math.sqrt(square / judged)),
  };
}

/** Within a fraction of the gates' relaxation, about as long, and beyond it, s. */
const LENGTHS = [0.02, 0.2, null] as const;

/** Predicts an interval, then learns from its end; `null` where the calibrated networks have no solution on the way. */
function followedOrNull(tracker: BiasTracker, interval: Interval, end: Float64Array): Prediction | null {
  try {
    const prediction = tracker.predict(interval);
    tracker.correct(interval, end);
    return prediction;
  } catch (thrown) {
    if (thrown instanceof NoSolution) return null;
    throw thrown;
  }
}

/** Of two readings of a gate, V: from the stage "noise", or else what some averaged 8-bit readings of 40 mV show. */
function differenceNoise({ noise }: WiringCalibration): number {
  return noise === null ? TYPICAL_NOISE : Math.SQRT2 * quantile(noise.gates, 0.5);
}

const TYPICAL_NOISE = 1.1e-3;

/** Pearson's; NaN where one of them never changes. */
export function correlationOf(a: readonly number[], b: readonly number[]): number {
  const meanA = a.reduce((sum, value) => sum + value, 0) / a.length;
  const meanB = b.reduce((sum, value) => sum + value, 0) / b.length;
  let [both, squareA, squareB] = [0, 0, 0];
  a.forEach((value, index) => {
    both += (value - meanA) * (b[index] - meanB);
    squareA += (value - meanA) ** 2;
    squareB += (b[index] - meanB) ** 2;
  });
  return both / Math.sqrt(squareA * squareB);
}

export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Median and 90th percentile, V. */
export function spreadOf(errors: readonly number[]): { readonly median: number; readonly percentile90: number } {
  return { median: quantile(errors, 0.5), percentile90: quantile(errors, 0.9) };
}
