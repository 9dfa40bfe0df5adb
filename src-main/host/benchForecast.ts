import { ProblemError } from '../../shared/problem.ts';
import type { Forecast } from '../../shared/twin.ts';
import { SHORT_CONDUCTANCE } from '../physics/damage/short.ts';
import type { CalibrationDocument, LearningCalibration, NetworkCalibration, WiringCalibration } from '../twin/calibrationDocument.ts';
import type { ForecastRequest } from '../twin/forecast.ts';
import { isOfDigipots, type AnyCalibration } from '../twin/digipots/document.ts';
import { whyUnfitDigipots } from '../twin/digipots/whyUnfit.ts';
import { whyUnfit } from '../twin/whyUnfit.ts';
import type { Session } from './session.ts';
import type { TwinFindings, TwinWork } from './twinTasks.ts';

/** Points of a forecast. */
const FORECAST_POINTS = 30;
/** A rail of a gate that no gate ever feels, V. */
const FAR = 100;

/** Why this calibration is not of what is on the bench; "": it is. */
export function whyUnfitOnBench({ experiment }: Session, calibration: AnyCalibration, needsLearning: boolean): string {
  const { compiled } = experiment;
  if (compiled === null) return 'what is on the bench is no single experiment';
  return isOfDigipots(calibration) ? whyUnfitDigipots(calibration, compiled) : whyUnfit(calibration, compiled, needsLearning);
}

/**
 * The work that forks the twin from the present state of the machine.
 *
 * @param cut  the edge that is to be cut in it
 * @param history  what was measured on the way here
 * @throws ProblemError where the twin can't tell
 */
export function forecastWork(
  session: Session,
  calibration: AnyCalibration | null,
  seconds: number,
  cut: string | null,
  history: NonNullable<ForecastRequest['history']>,
): Extract<TwinWork, { work: 'forecast' | 'forecastDigipots' }> {
  if (calibration === null) throw unable('no calibration is applied', 'Calibrate the board, or apply a calibration of it.');
  const why = whyUnfitOnBench(session, calibration, true);
  if (why !== '') throw unable(why, 'Put the board on the bench that was calibrated, in the wiring in which it was.');
  const { network, document } = session.experiment.compiled!;
  const { step, states } = session.state;
  const edge = cut === null ? -1 : network.edgeIds.indexOf(cut);
  if (cut !== null && edge < 0) throw unable(`there is no edge "${cut}"`, 'Choose one of the network.');
  const { nudge, stepTime } = session.parameters;
  if (isOfDigipots(calibration)) {
    const steps = Math.max(Math.round(seconds / stepTime), 1);
    const from = { taps: states.slice(), step, nudge, damage: [...session.state.damage] };
    return {
      work: 'forecastDigipots',
      document,
      calibration,
      request: { ...from, steps, points: FORECAST_POINTS, cut: cut === null ? null : edge },
    };
  }
  const request = { gates: states.slice(), step, nudge, duration: seconds, points: FORECAST_POINTS, history };
  return {
    work: 'forecast',
    document,
    calibration: withKnownDamage(calibration, session),
    request: edge < 0 ? request : { ...request, fault: { edge, kind: 'cut' } },
  };
}

/** A forecast on the run's own axes. @param from  where the run was when it was asked for */
export function toldForecast(
  { points, before, peak, recovery }: TwinFindings['forecast'],
  from: { readonly step: number; readonly time: number; readonly stepTime: number },
  seconds: number,
  cut: string | null,
): Forecast {
  const { step, time, stepTime } = from;
  return {
    ...{ step, time, cut: cut ?? '', before, peak, recovery, seconds },
    points: points.map((point) => ({
      step: step + point.time / stepTime,
      time: time + point.time,
      error: point.error,
      lowest: point.lowestError,
      highest: point.highestError,
    })),
  };
}

/** The calibration with the damage that is known: what is cut carries nothing, what is shorted everything, and what is stuck learns nothing. */
function withKnownDamage(calibration: CalibrationDocument, { state, experiment }: Session): CalibrationDocument {
  const { damage } = state;
  if (damage.every((kind) => kind === null)) return calibration;
  const { from, to } = experiment.compiled!.network;
  const strays = damage.flatMap((kind, edge) =>
    kind === 'short' ? [{ from: from[edge], to: to[edge], conductance: SHORT_CONDUCTANCE }] : [],
  );
  const damaged = (network: NetworkCalibration): NetworkCalibration => ({
    ...network,
    transconductances: network.transconductances.map((gain, edge) => (damage[edge] === 'cut' || damage[edge] === 'short' ? 0 : gain)),
    strays: [...network.strays, ...strays],
  });
  const withStuck = (values: readonly number[], instead: number): number[] =>
    values.map((value, edge) => (damage[edge] === 'stuck' ? instead : value));
  const undriven = (factors: LearningCalibration['factors']): LearningCalibration['factors'] =>
    Object.fromEntries(Object.entries(factors).map(([term, values]) => [term, withStuck(values, 0)])) as LearningCalibration['factors'];
  const atRest = (learning: LearningCalibration): LearningCalibration => ({
    ...learning,
    factors: undriven(learning.factors),
    deviations: undriven(learning.deviations),
    diodes: withStuck(learning.diodes, -FAR),
    ceilings: withStuck(learning.ceilings, FAR),
  });
  const wirings = calibration.wirings.map((wiring): WiringCalibration => {
    const sessions = wiring.sessions.map((session) => ({ ...session, learning: session.learning && atRest(session.learning) }));
    return { ...wiring, free: damaged(wiring.free), clamped: damaged(wiring.clamped), sessions };
  });
  return { ...calibration, wirings };
}

function unable(why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'Nothing can be predicted', where: 'the twin of the bench', why, remedy });
}
