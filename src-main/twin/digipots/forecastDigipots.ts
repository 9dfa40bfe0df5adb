import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { quantile } from '../../math/statistics.ts';
import { randomStream } from '../../math/random.ts';
import type { Forecast } from '../forecast.ts';
import { CalibratedDigipots } from './calibratedDigipots.ts';
import { digipotBoardOf, type DigipotBoard } from './digipotTwin.ts';
import type { DigipotCalibration } from './document.ts';

export interface DigipotForecastRequest {
  /** Wiper positions now, [edge]. */
  readonly taps: ArrayLike<number>;
  readonly step: number;
  readonly nudge: number;
  /** How far ahead, clock edges, and how many points. */
  readonly steps: number;
  readonly points: number;
  /** Edge that is cut now; `null`: none. */
  readonly cut: number | null;
  /** What is damaged already, [edge]. */
  readonly damage?: readonly (DamageKind | null)[];
}

/** Ways that noise may take, of which bands are made. */
const WAYS = 40;
/** The bands hold what comes in 8 of 10 cases. */
const BAND = [0.1, 0.9] as const;
/** What is left of a disturbance when it counts as over. */
const RECOVERED = 0.1;

/**
 * Forks the twin from the present wipers and clocks on. Its comparators are noisy, so that there is no one future: it goes forty ways, each
 * with offsets, noise and lift drawn from what is not known of them. Errors are medians, wipers means; bands hold 8 of 10 ways.
 *
 * @cost 40 × clock edges × two solutions
 */
export function forecastDigipots(experiment: Experiment, calibration: DigipotCalibration, request: DigipotForecastRequest): Forecast {
  const { taps, step, nudge, steps, points, cut, damage = [] } = request;
  const { stepTime, seed } = experiment.document;
  const random = randomStream(seed, 'forecast boards');
  const board = digipotBoardOf(calibration, experiment);
  const ways = Array.from({ length: WAYS }, (_, way) => {
    const machine = new CalibratedDigipots(experiment, drawn(board, calibration, random), taps, 'forecast', `forecast ${way}`);
    machine.beginAt(step, nudge);
    damage.forEach((kind, edge) => machine.damage([edge], kind));
    return machine;
  });
  const errorsOf = (): number[] => ways.map((machine) => machine.measure('training').error);
  const before = quantile(errorsOf(), 0.5);
  if (cut !== null) for (const machine of ways) machine.damage([cut], 'cut');
  const shown = Math.min(points, steps);
  const found: Forecast['points'][number][] = [];
  for (let point = 0; point <= shown; point++) {
    const target = Math.round((point * steps) / Math.max(shown, 1));
    const done = point === 0 ? 0 : Math.round(((point - 1) * steps) / Math.max(shown, 1));
    for (const machine of ways) machine.advance(target - done);
    const errors = errorsOf();
    const wipers = ways.map((machine) => machine.read().states);
    const over = (of: (values: number[]) => number): Float64Array =>
      Float64Array.from(wipers[0], (_, edge) => of(wipers.map((states) => states[edge])));
    found.push({
      time: target * stepTime,
      error: quantile(errors, 0.5),
      lowestError: quantile(errors, BAND[0]),
      highestError: quantile(errors, BAND[1]),
      gates: over((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
      lowestGates: over((values) => quantile(values, BAND[0])),
      highestGates: over((values) => quantile(values, BAND[1])),
    });
  }
  const peak = Math.max(...found.map(({ error }) => error));
  const peakAt = found.findIndex(({ error }) => error === peak);
  const back = found.find(({ error }, index) => index > peakAt && error - before < RECOVERED * (peak - before));
  return { points: found, before, peak, recovery: cut === null ? null : (back?.time ?? null) };
}

/** A board that the calibration does not exclude. */
function drawn(board: DigipotBoard, { comparators }: DigipotCalibration, random: { normal(): number }): DigipotBoard {
  if (comparators === null) return board;
  const { offsets, signOffsets, noise, lift, deviations } = comparators;
  const vary = (values: readonly number[], spreads: readonly number[]): number[] =>
    values.map((value, edge) => value + spreads[edge] * random.normal());
  return {
    ...board,
    comparators: {
      offsets: vary(offsets, deviations.offsets),
      signOffsets: vary(signOffsets, deviations.signOffsets),
      noise: noise.map((value, edge) => value * Math.exp((deviations.noise[edge] / value) * random.normal())),
      lift: lift + deviations.lift * random.normal(),
    },
  };
}
