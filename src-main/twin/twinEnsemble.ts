import type { Experiment } from '../learning/experiment/experiment.ts';
import { randomStream, type Random } from '../math/random.ts';
import { BiasTracker, normalVector, type FollowedInterval } from './biasTracker.ts';
import type { NetworkParameters } from './boardNetwork.ts';
import { driveTermNames, type BoardParameters, type LearningParameters } from './boardParameters.ts';
import { LEAST_READING } from './gateReadings.ts';
import { intervalsBetween, type LearningData } from './intervals.ts';
import { LearningTwin, NoSolution, type Interval } from './learningTwin.ts';
import type { MeasuredMoment } from './measured.ts';
import { measuredOrder } from './orderAt.ts';
import { settledState, type ReadMoment } from './settledState.ts';

/** Twins that are drawn: a gate comes to lie between the lowest and the highest of n of them in (n − 1)/(n + 1) of all cases, here 8 of 10. */
const DRAWN = 9;
/** Intervals of the past that the bias is followed along. */
const MOST_INTERVALS = 60;
/** Moments of which the voltages of the nodes are looked at: the datapoints of a small task, most of them. */
const MOST_READ = 4;

/** What was measured on the way; without states the gates alone tell where the board is. */
export type HistoryMoment = Pick<MeasuredMoment, 'step' | 'time' | 'nudge' | 'gates'> & { readonly states?: ReadMoment['states'] };

export interface EnsembleStart {
  /** V, [edge]. */
  readonly gates: ArrayLike<number>;
  /** What was measured on the way here, the newest last; it may be empty. */
  readonly history: readonly HistoryMoment[];
  /** What is done to both networks now. */
  readonly damage?: (network: NetworkParameters) => NetworkParameters;
  readonly drawn?: number | undefined;
}

/**
 * One board that learns as it was calibrated, and others beside it that differ by what is not known of it: the factors by their covariance,
 * the bias by what the calibration missed on its own recordings, and the gates by their readings. Each is led along what was measured on the
 * way here (`BiasTracker`), so that what is left between them is what these measurements don't tell. How far they part tells how far the
 * forecast can be trusted.
 */
export class TwinEnsemble {
  /** Gates of each twin, V, [twin][edge]; the first is the one that is likeliest. */
  readonly gates: readonly Float64Array[];
  /** The free network of each, from which outputs come; without the damage. */
  readonly free: readonly NetworkParameters[];
  readonly #twins: readonly LearningTwin[];

  constructor(
    experiment: Experiment,
    board: BoardParameters,
    { gates, history, damage = (network) => network, drawn = DRAWN }: EnsembleStart,
  ) {
    const random = randomStream(experiment.document.seed, 'forecast');
    const order = measuredOrder(experiment, history);
    const reading = board.learning.reading ?? LEAST_READING;
    const isOfHistory = history.at(-1)?.gates.every((gate, edge) => gate === gates[edge]) ?? false;
    const intervals = intervalsBetween(history).slice(-MOST_INTERVALS);
    const spreads = intervals.length === 0 ? undefined : spreadsOf(experiment, board, intervals[0].interval);
    const starts = Array.from({ length: drawn + 1 }, (_, index) => {
      const chance = index === 0 ? null : random;
      const learning = chance === null ? board.learning : anyOf(board.learning, chance);
      const tracker = led(new BiasTracker(experiment, { ...board, learning }, order, spreads), intervals, chance === null);
      const twin = new LearningTwin(experiment, { ...board, free: damage(board.free), clamped: damage(board.clamped), learning }, order);
      const start = tracker.draw(chance);
      twin.setExtraBias(start.bias);
      const read = Float64Array.from(gates, (gate) => gate + (chance === null ? 0 : reading * chance.normal()));
      const isFollowed = isOfHistory && intervals.length > 0;
      const known = isFollowed
        ? { gates: start.gates, deviations: tracker.gateDeviations }
        : { gates: read, deviations: read.map(() => reading) };
      const moments = isOfHistory ? readMoments(history, isFollowed ? tracker.path : []) : [];
      const settled = settledState(experiment, board, known, moments, chance);
      return { twin, gates: settled.gates, free: settled.free };
    });
    this.free = starts.map(({ free }) => free);
    this.#twins = starts.map(({ twin }) => twin);
    this.gates = starts.map((start) => start.gates);
  }

  /**
   * Learns on in all of them. One that was drawn and has come to gates at which its networks have no voltages stays where it was.
   *
   * @throws NoSolution where the likeliest has come there
   * @cost that of ten twins
   */
  advance(interval: Omit<Interval, 'gates'>): void {
    this.#twins.forEach((twin, index) => {
      const before = this.gates[index].slice();
      try {
        twin.advance({ ...interval, gates: before }, this.gates[index]);
      } catch (thrown) {
        if (index === 0 || !(thrown instanceof NoSolution)) throw thrown;
        this.gates[index].set(before);
      }
    });
  }

  /** The likeliest gates, and the lowest and highest of all, V, [edge]. */
  band(): { readonly gates: Float64Array; readonly lowest: Float64Array; readonly highest: Float64Array } {
    const over = (pick: (...values: number[]) => number): Float64Array =>
      this.gates[0].map((_, edge) => pick(...this.gates.map((values) => values[edge])));
    return { gates: this.gates[0].slice(), lowest: over(Math.min), highest: over(Math.max) };
  }
}

/** The last moments of which the nodes were read, with the way from each to the next; the newest last. */
function readMoments(history: readonly HistoryMoment[], path: readonly FollowedInterval[]): ReadMoment[] {
  const moments: ReadMoment[] = [];
  const newest = history.at(-1)!;
  const still = new Float64Array(newest.gates.length);
  moments.unshift({ states: newest.states ?? [], change: still, spread: 0 });
  for (const { start, change, spread } of path.slice(1 - MOST_READ).reverse()) {
    const moment = history.find(({ gates }) => gates === start);
    if (moment !== undefined) moments.unshift({ states: moment.states ?? [], change, spread });
  }
  return moments.every(({ states }) => states.length === 0) ? [] : moments;
}

/** What has followed the measurements with this board; a drawn one that has no voltages on the way follows them no further. */
function led(tracker: BiasTracker, intervals: LearningData['intervals'], isLikeliest: boolean): BiasTracker {
  try {
    for (const { interval, end } of intervals) tracker.follow(interval, end);
  } catch (thrown) {
    if (isLikeliest || !(thrown instanceof NoSolution)) throw thrown;
  }
  return tracker;
}

/** In states that it was not fitted to a calibration misses about so many times as much as where it was. */
const ELSEWHERE = 3;

/** What the calibrated rate of each gate may miss here: by what it missed where it was calibrated, and by its uncertain factors, V/s, [edge]. */
function spreadsOf(experiment: Experiment, board: BoardParameters, interval: Interval): Float64Array | undefined {
  const { missed, deviations } = board.learning;
  if (missed === undefined || deviations === undefined) return undefined;
  const drives = new LearningTwin(experiment, board).drivesAt(Float64Array.from(interval.gates), interval);
  const count = driveTermNames.length;
  return board.learning.ceilings.map((_, edge) => {
    const covariance = covarianceOf(board.learning, deviations, edge);
    const row = driveTermNames.map((term) => drives[term][edge]);
    const variance = row.reduce((sum, a, i) => sum + row.reduce((inner, b, j) => inner + a * b * covariance[i * count + j], 0), 0);
    return Math.hypot(ELSEWHERE * missed, Math.sqrt(Math.max(variance, 0)));
  });
}

/** Of the factors of one edge, [term × term]. */
function covarianceOf({ covariances }: LearningParameters, deviations: LearningParameters['factors'], edge: number): Float64Array {
  const count = driveTermNames.length;
  const covariance = new Float64Array(count * count);
  let pair = 0;
  for (let row = 0; row < count; row++) {
    for (let column = row; column < count; column++) {
      const independent = row === column ? deviations[driveTermNames[row]][edge] ** 2 : 0;
      covariance[row * count + column] = covariance[column * count + row] = covariances?.[edge][pair++] ?? independent;
    }
  }
  return covariance;
}

/** Factors that the board may have as well, by their covariance. */
function anyOf(learning: LearningParameters, random: Random): LearningParameters {
  const { factors, deviations } = learning;
  if (deviations === undefined) return learning;
  const byEdge = Array.from(learning.ceilings, (_, edge) => {
    const mean = Float64Array.from(driveTermNames, (term) => factors[term][edge]);
    return normalVector(mean, covarianceOf(learning, deviations, edge), driveTermNames.length, random);
  });
  const entries = driveTermNames.map((term, index) => [term, Float64Array.from(byEdge, (values) => values[index])]);
  return { ...learning, factors: Object.fromEntries(entries) as typeof factors };
}
