import type { Experiment } from '../learning/experiment/experiment.ts';
import { randomStream, type Random } from '../math/random.ts';
import { BiasTracker } from './biasTracker.ts';
import { driveTermNames, type BoardParameters, type DriveTerm } from './boardParameters.ts';
import { intervalsBetween } from './intervals.ts';
import { LearningTwin, NoSolution, type Interval } from './learningTwin.ts';
import type { MeasuredMoment } from './measured.ts';

/** Twins that are drawn: what comes lies between the lowest and the highest of n of them in (n − 1)/(n + 1) of all cases, here 8 of 10. */
const DRAWN = 9;
/** Intervals of the past that the bias is followed along. */
const MOST_INTERVALS = 60;

export interface EnsembleStart {
  /** V, [edge]. */
  readonly gates: ArrayLike<number>;
  /** What was measured on the way here, the newest last; it may be empty. */
  readonly history: readonly Pick<MeasuredMoment, 'step' | 'time' | 'nudge' | 'gates'>[];
  /** The board from now on, where it differs from the one that was calibrated. */
  readonly damaged?: BoardParameters;
  readonly drawn?: number | undefined;
}

/**
 * One board that learns as it was calibrated, and others beside it that differ by what is not known of it: the factors by their
 * deviations, and the bias by what the calibration missed on its own recordings, narrowed by what it was seen to be on the way here
 * (`BiasTracker`). How far they part tells how far the forecast can be trusted.
 */
export class TwinEnsemble {
  /** Gates of each twin, V, [twin][edge]; the first is the one that is likeliest. */
  readonly gates: readonly Float64Array[];
  readonly #twins: readonly LearningTwin[];

  constructor(experiment: Experiment, board: BoardParameters, { gates, history, damaged = board, drawn = DRAWN }: EnsembleStart) {
    const tracker = new BiasTracker(experiment, board, spreadOf(board));
    for (const { interval, end } of intervalsBetween(history).slice(-MOST_INTERVALS)) {
      tracker.predict(interval);
      tracker.correct(interval, end);
    }
    const random = randomStream(experiment.document.seed, 'forecast');
    this.#twins = Array.from({ length: drawn + 1 }, (_, index) => {
      const twin = new LearningTwin(experiment, index === 0 ? damaged : anyOf(damaged, random));
      twin.setExtraBias(tracker.bias(index === 0 ? null : random));
      return twin;
    });
    this.gates = this.#twins.map(() => Float64Array.from(gates));
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

/** In states that it was not fitted to a calibration misses about so many times as much as where it was. */
const ELSEWHERE = 3;

function spreadOf({ learning: { missed } }: BoardParameters): number | undefined {
  return missed === undefined ? undefined : ELSEWHERE * missed;
}

/**
 * The board with factors that it may have as well. The drops of the two networks are nearly the same, so that of the two terms with either
 * the sum is known far better than each: what one has more, the other has less.
 */
function anyOf(board: BoardParameters, random: Random): BoardParameters {
  const { factors, deviations } = board.learning;
  if (deviations === undefined) return board;
  const draws = Object.fromEntries(driveTermNames.map((term) => [term, deviations[term].map((deviation) => deviation * random.normal())]));
  const opposite: Partial<Record<DriveTerm, DriveTerm>> = { clamped: 'free', clampedCommon: 'freeCommon' };
  const entries = driveTermNames.map((term) => {
    const other = opposite[term];
    return [term, factors[term].map((value, edge) => (other === undefined ? value + draws[term][edge] : value - draws[other][edge]))];
  });
  return { ...board, learning: { ...board.learning, factors: Object.fromEntries(entries) as typeof factors } };
}
