import { ProblemError } from '../../shared/problem.ts';
import type { BoardParameters, LearningParameters } from './boardParameters.ts';
import type { CalibrationDocument, LearningCalibration, WiringCalibration } from './calibrationDocument.ts';
import { wiringOf, type MeasuredRun } from './measured.ts';

/** The parts of one wiring that are known so far; what was not done yet, or skipped, is `null`. */
export interface WiringDraft {
  readonly key: string;
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  readonly runs: readonly string[];
  readonly converters: WiringCalibration['converters'];
  readonly edges: EdgesPart | null;
  readonly sessions: readonly SessionDraft[];
  readonly noise: WiringCalibration['noise'];
}

/** What the stage of the edges finds: the networks, and how sources and nudges drive them. */
export type EdgesPart = Pick<WiringCalibration, 'free' | 'clamped' | 'freeSources' | 'clampedSources' | 'indistinguishable'> & {
  readonly nudges: Readonly<Record<string, WiringCalibration['sessions'][number]['nudges']>>;
};

/** Runs under one clamping protocol. */
export interface SessionDraft {
  readonly clamping: string;
  /** Learning rate with a constant bias. */
  readonly rate: LearningCalibration | null;
  /** The same with a bias that depends on the state. */
  readonly bias: LearningCalibration | null;
}

/** A calibration on its way: plain data, so that it can be kept and resumed. */
export interface CalibrationDraft {
  readonly wirings: readonly WiringDraft[];
}

export const emptyDraft: CalibrationDraft = { wirings: [] };

/** What an earlier calibration has, to resume from. */
export function draftOf({ wirings }: CalibrationDocument): CalibrationDraft {
  return {
    wirings: wirings.map((wiring) => ({
      key: wiring.key,
      sources: wiring.sources,
      targets: wiring.targets,
      runs: wiring.runs,
      converters: wiring.converters,
      edges: { ...wiring, nudges: Object.fromEntries(wiring.sessions.map(({ clamping, nudges }) => [clamping, nudges])) },
      sessions: wiring.sessions.map(({ clamping, learning }) => ({ clamping, rate: learning, bias: learning })),
      noise: wiring.noise,
    })),
  };
}

/**
 * The wirings of a draft as a calibration has them.
 *
 * @throws ProblemError E-RUN-INVALID where the edges of a wiring were never calibrated
 */
export function wiringsOf({ wirings }: CalibrationDraft): WiringCalibration[] {
  return wirings.map((draft) => {
    const { nudges, free, clamped, freeSources, clampedSources, indistinguishable } = edgesOf(draft);
    const { key, sources, targets, runs, converters, noise } = draft;
    const sessions = draft.sessions.map(({ clamping, rate, bias }) => ({ clamping, nudges: nudges[clamping], learning: bias ?? rate }));
    return {
      key,
      sources: [...sources],
      targets: [...targets],
      runs: [...runs],
      converters,
      free,
      clamped,
      freeSources,
      clampedSources,
      sessions,
      indistinguishable,
      noise,
    };
  });
}

/** @throws ProblemError E-RUN-INVALID */
export function edgesOf({ key, edges }: WiringDraft): EdgesPart {
  if (edges !== null) return edges;
  throw new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The edges are not calibrated',
    where: `calibration of the wiring ${key}`,
    why: 'the stage "edges" was skipped, and no earlier calibration has it',
    remedy: 'Give an earlier calibration that has it, or do the stage "edges" too.',
  });
}

/** Recordings by wiring, each with what the draft has of it. */
export function byWiring(
  runs: readonly MeasuredRun[],
  { wirings }: CalibrationDraft,
): { readonly runs: MeasuredRun[]; readonly draft: WiringDraft }[] {
  return [...groupBy(runs, ({ experiment }) => wiringOf(experiment).key)].map(([key, group]) => {
    const { sources, targets } = wiringOf(group[0].experiment);
    const earlier = wirings.find((wiring) => wiring.key === key);
    const clampings = [...new Set([...(earlier?.sessions.map(({ clamping }) => clamping) ?? []), ...group.map(sessionOf)])];
    const sessions = clampings.map(
      (clamping) => earlier?.sessions.find((session) => session.clamping === clamping) ?? { clamping, rate: null, bias: null },
    );
    const draft: WiringDraft = {
      key,
      sources: [...sources],
      targets: [...targets],
      runs: group.map(({ name }) => name),
      converters: earlier?.converters ?? null,
      edges: earlier?.edges ?? null,
      sessions,
      noise: earlier?.noise ?? null,
    };
    return { runs: group, draft };
  });
}

/** The draft with these wirings in the place of those of the same keys. */
export function withWirings({ wirings }: CalibrationDraft, changed: readonly WiringDraft[]): CalibrationDraft {
  return { wirings: [...changed, ...wirings.filter(({ key }) => !changed.some((wiring) => wiring.key === key))] };
}

/** The board of one wiring, without what moves its gates, under one clamping protocol. */
export function drivenBoardOf(draft: WiringDraft, clamping: string): Omit<BoardParameters, 'learning'> {
  const { free, clamped, freeSources, clampedSources, nudges } = edgesOf(draft);
  return {
    free: networkOf(free),
    clamped: networkOf(clamped),
    freeSources,
    clampedSources,
    nudges: nudges[clamping] ?? Object.values(nudges)[0],
  };
}

export function networkOf({
  shape,
  transconductances,
  thresholds,
  zeros,
  strays,
  spread,
}: WiringCalibration['free']): BoardParameters['free'] {
  return {
    shape,
    transconductances: Float64Array.from(transconductances),
    thresholds: Float64Array.from(thresholds),
    zeros: Float64Array.from(zeros),
    strays,
    ...(spread === undefined ? {} : { spread }),
  };
}

export function learningOf({ factors, deviations, ceilings, diodes, ...rest }: LearningCalibration): LearningParameters {
  const packed = (values: LearningCalibration['factors']): LearningParameters['factors'] => {
    const entries = Object.entries(values).map(([term, numbers]) => [term, Float64Array.from(numbers)]);
    return Object.fromEntries(entries) as LearningParameters['factors'];
  };
  const { missed, covariances, reading, floor, ceiling } = rest;
  return {
    factors: packed(factors),
    deviations: packed(deviations),
    diodes: Float64Array.from(diodes),
    ceilings: Float64Array.from(ceilings),
    missed,
    ...(covariances === undefined ? {} : { covariances }),
    ...(reading === undefined ? {} : { reading }),
    ...(floor === undefined ? {} : { floor }),
    ...(ceiling === undefined ? {} : { ceiling }),
  };
}

/** Runs under one clamping protocol were one session of the laboratory: nudge and diodes were set up for it. */
export function sessionOf({ experiment }: MeasuredRun): string {
  return experiment.document.clamping.kind;
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
