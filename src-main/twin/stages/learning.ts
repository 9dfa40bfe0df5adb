import {
  byWiring,
  drivenBoardOf,
  sessionOf,
  withWirings,
  type CalibrationDraft,
  type SessionDraft,
  type WiringDraft,
} from '../calibrationDraft.ts';
import type { LearningCalibration } from '../calibrationDocument.ts';
import { driveTermNames, driveTerms, type DriveTerm } from '../boardParameters.ts';
import { intervalsOf } from '../intervals.ts';
import type { LearningData } from '../intervals.ts';
import { fitLearning, missesOf, type LearningFit } from '../learningFit.ts';
import { median } from '../../math/statistics.ts';
import type { MeasuredRun } from '../measured.ts';
import { measuredOrder } from '../orderAt.ts';
import { thinned, type StageContext, type StageParameter, type StagePlot, type StageResult } from './stage.ts';

/** Intervals of each recording from which learning is fitted. */
const INTERVALS_PER_RUN = 60;
/** Longer ones are left out, s: they cost most and tell least, since the gates settle in a fraction of them. */
const LONGEST_INTERVAL = 2.5;

const terms = { rate: ['squares', 'time'], bias: driveTermNames } as const satisfies Record<string, readonly DriveTerm[]>;

export function canLearn(runs: readonly MeasuredRun[]): string | null {
  return runs.some((run) => intervalsOf(run).some(({ interval }) => interval.duration < LONGEST_INTERVAL))
    ? null
    : `in no recording did the board learn between two measurements for less than ${LONGEST_INTERVAL} s`;
}

/** Each session on its own: days lie between them, and zeros of amplifiers and multipliers drift. */
export function runLearning(context: StageContext, draft: CalibrationDraft, stage: 'rate' | 'bias'): StageResult {
  const parameters: StageParameter[] = [];
  const points: StagePlot['points'][number][] = [];
  const groups = byWiring(context.runs, draft);
  const wirings = groups.map(({ runs, draft: wiring }, index) => {
    const { edgeIds, edgeCount } = runs[0].experiment.network;
    const fits = wiring.sessions.map((session, count) => {
      context.report?.({
        done: (index + count / wiring.sessions.length) / groups.length,
        message: `${wiring.key}: ${session.clamping}`,
      });
      const data = dataOf(runs, wiring, session);
      return data.length === 0 ? null : { session, data, fit: fitLearning(data, edgeCount, terms[stage]) };
    });
    const fitted = fits.filter((entry) => entry !== null);
    const sessions = wiring.sessions.map((session) => {
      const own = fitted.find((entry) => entry.session === session);
      if (own === undefined) return session;
      const { data } = own;
      const fit = withOtherRails(
        own.fit,
        session.clamping,
        fitted.map((entry) => ({ clamping: entry.session.clamping, fit: entry.fit })),
      );
      const found = calibrationOf(fit, session.clamping);
      for (const term of terms[stage]) {
        edgeIds.forEach((id, edge) =>
          parameters.push({
            quantity: wiring.sessions.length === 1 ? driveTerms[term].title : `${driveTerms[term].title}, ${session.clamping}`,
            of: id,
            unit: driveTerms[term].unit,
            value: found.factors[term][edge],
            deviation: found.deviations[term][edge],
          }),
        );
      }
      for (const { measured, predicted } of missesOf(data, fit, edgeCount))
        points.push({ x: measured, y: predicted, series: session.clamping });
      return { ...session, [stage]: found };
    });
    return { ...wiring, sessions };
  });
  return {
    draft: withWirings(draft, wirings),
    figure: {
      title: 'missed of the changes of the gates, median',
      value: median(points.map(({ x, y }) => Math.abs(x - y))),
      unit: 'V',
    },
    parameters,
    plot: { x: { title: 'measured change', unit: 'V' }, y: { title: 'change of the twin', unit: 'V' }, points: thinned(points) },
    notes: [],
  };
}

/** What the runs of one session tell of what moves the gates. */
function dataOf(runs: readonly MeasuredRun[], wiring: WiringDraft, { clamping }: SessionDraft): LearningData[] {
  return runs
    .filter((run) => sessionOf(run) === clamping)
    .map((run) => ({
      experiment: run.experiment,
      board: drivenBoardOf(wiring, clamping),
      session: clamping,
      order: measuredOrder(run.experiment, run.moments),
      intervals: chosen(run),
    }))
    .filter(({ intervals }) => intervals.length > 0);
}

/** Rails that a session did not meet are those that the board met in another one, if it did. */
function withOtherRails(
  fit: LearningFit,
  clamping: string,
  all: readonly { readonly clamping: string; readonly fit: LearningFit }[],
): LearningFit {
  const metOf = (rail: 'ceilings' | 'diodes'): (typeof all)[number] | undefined =>
    fit.unmet[rail] ? all.find((other) => !other.fit.unmet[rail]) : undefined;
  const [upper, lower] = [metOf('ceilings'), metOf('diodes')];
  return {
    ...fit,
    unmet: { ceilings: fit.unmet.ceilings && upper === undefined, diodes: fit.unmet.diodes && lower === undefined },
    ceilings: upper === undefined ? fit.ceilings : upper.fit.ceilings,
    diodes: lower === undefined ? fit.diodes : new Map([[clamping, lower.fit.diodes.get(lower.clamping)!]]),
  };
}

function chosen(run: MeasuredRun): LearningData['intervals'] {
  const stride = Math.max(1, Math.floor(run.moments.length / INTERVALS_PER_RUN)) | 1;
  return intervalsOf(run).filter(({ interval }, index) => index % stride === 0 && interval.duration < LONGEST_INTERVAL);
}

function calibrationOf(fit: LearningFit, session: string): LearningCalibration {
  const { factors, deviations, covariances, reading, ceilings, diodes, missed, stops, unmet } = fit;
  const plain = (values: LearningFit['factors']): LearningCalibration['factors'] =>
    Object.fromEntries(driveTermNames.map((term) => [term, [...values[term]]])) as LearningCalibration['factors'];
  return {
    ...{ factors: plain(factors), deviations: plain(deviations), covariances: covariances.map((pairs) => [...pairs]), reading, missed },
    ...{ ceilings: [...ceilings], diodes: [...diodes.get(session)!] },
    ...(unmet.diodes && stops !== null ? { floor: stops[0] } : {}),
    ...(unmet.ceilings && stops !== null ? { ceiling: stops[1] } : {}),
  };
}
