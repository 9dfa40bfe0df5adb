import { ProblemError } from '../../shared/problem.ts';
import type { BoardParameters } from './boardParameters.ts';
import type { CalibrationDocument, CalibrationStep, NetworkCalibration, WiringCalibration } from './calibrationDocument.ts';
import { deviceModels, type DeviceModelName } from './devices/index.ts';
import { nullDirections } from './identifiability.ts';
import { fitLearning, type LearningData } from './learningFit.ts';
import { heldNodes, wiringOf, type MeasuredRun } from './measured.ts';
import { fitNetwork, type NetworkData, type NetworkFit, type NetworkSample } from './networkFit.ts';
import { fitNudges, fitSources } from './sourceFit.ts';
import { findStrays } from './strayConnections.ts';
import type { Stray } from './boardNetwork.ts';

export interface CalibrationRequest {
  readonly serial: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly device: DeviceModelName;
  /** Steps to leave out; what an earlier calibration has of them stays. */
  readonly skip: readonly CalibrationStep[];
  /** To resume from, or to keep steps of. */
  readonly earlier: CalibrationDocument | null;
  readonly report?: (message: string) => void;
}

/** States of each recording that the networks are fitted to: more say the same again. */
const STATES_PER_RUN = 200;
/** Intervals of each recording from which learning is fitted. */
const INTERVALS_PER_RUN = 60;
/** Longer ones are left out, s: they cost most and tell least, since the gates settle in a fraction of them. */
const LONGEST_INTERVAL = 2.5;
const STALE_AFTER_DAYS = 30;
const STEPS: readonly CalibrationStep[] = ['networks', 'sources', 'nudges', 'learning'];

/**
 * Calibrates a board from recordings, wiring by wiring and step by step: the networks (with connections that are in no
 * schematic), the sources, the nudges, and what moves the gates. Each step needs those before it, from now or from an earlier
 * calibration.
 *
 * @throws ProblemError E-RUN-INVALID where a step is skipped that no earlier calibration has
 */
export function calibrateBoard(runs: readonly MeasuredRun[], request: CalibrationRequest): CalibrationDocument {
  const { network } = runs[0].experiment;
  const byWiring = groupBy(runs, ({ experiment }) => wiringOf(experiment).key);
  const wirings = [...byWiring].map(([key, group]) => {
    const earlier = request.earlier?.wirings.find((wiring) => wiring.key === key) ?? null;
    return calibrateWiring(key, group, request, earlier);
  });
  const kept = request.earlier?.wirings.filter(({ key }) => !byWiring.has(key)) ?? [];
  return {
    format: 'twinbench.calibration',
    version: 1,
    board: { serial: request.serial, edges: network.edgeCount, nodes: network.nodeCount },
    date: request.date,
    staleAfterDays: STALE_AFTER_DAYS,
    device: request.device,
    steps: STEPS.map((name) => ({ name, status: request.skip.includes(name) ? 'skipped' : 'done' })),
    wirings: [...wirings, ...kept],
  };
}

function calibrateWiring(
  key: string,
  runs: readonly MeasuredRun[],
  { device, skip, report }: CalibrationRequest,
  earlier: WiringCalibration | null,
): WiringCalibration {
  const wiring = wiringOf(runs[0].experiment);
  const isNeeded = (step: CalibrationStep): boolean => {
    if (!skip.includes(step)) report?.(`${key}: ${step}`);
    return !skip.includes(step);
  };
  const networks = isNeeded('networks') ? fitNetworks(runs, device) : needed(earlier, 'networks', key);
  const { free, clamped, indistinguishable } = networks;
  const sources = isNeeded('sources')
    ? {
        freeSources: fitSources(runs, networkOf(free), false).map(({ source, deviations }) => ({ ...source, deviations })),
        clampedSources: fitSources(runs, networkOf(clamped), true).map(({ source, deviations }) => ({ ...source, deviations })),
      }
    : needed(earlier, 'sources', key);
  const byClamping = groupBy(runs, sessionOf);
  const earlierSession = (clamping: string): WiringCalibration['sessions'][number] | undefined =>
    earlier?.sessions.find((session) => session.clamping === clamping);
  const edgeCount = runs[0].experiment.network.edgeCount;
  const sessions = isNeeded('nudges')
    ? [...byClamping].map(([clamping, group]) => ({
        clamping,
        nudges: fitNudges(group).map(({ nudge }) => nudge),
        diodes: earlierSession(clamping)?.diodes ?? new Array<number>(edgeCount).fill(0.7),
        learning: earlierSession(clamping)?.learning ?? null,
      }))
    : needed(earlier, 'nudges', key).sessions;
  const base: WiringCalibration = {
    key,
    sources: [...wiring.sources],
    targets: [...wiring.targets],
    runs: runs.map(({ name }) => name),
    free,
    clamped,
    freeSources: sources.freeSources,
    clampedSources: sources.clampedSources,
    sessions,
    indistinguishable,
  };
  return isNeeded('learning') ? withLearning(base, runs) : base;
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function needed(earlier: WiringCalibration | null, step: CalibrationStep, key: string): WiringCalibration {
  if (earlier === null) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'The step can’t be skipped',
      where: `calibration of the wiring ${key}`,
      why: `no earlier calibration has the step "${step}" for it`,
      remedy: `Give one that has it, or do the step "${step}" too.`,
    });
  }
  return earlier;
}

/** Runs under one clamping protocol were one session of the laboratory: nudge and diodes were set up for it. */
export function sessionOf({ experiment }: MeasuredRun): string {
  return experiment.document.clamping.kind;
}

function fitNetworks(
  runs: readonly MeasuredRun[],
  device: DeviceModelName,
): { free: NetworkCalibration; clamped: NetworkCalibration; indistinguishable: string[] } {
  const freeData = networkData(runs, false, STATES_PER_RUN);
  const strays = findStrays(freeData);
  const free = fitNetwork(freeData, deviceModels[device], strays);
  const clamped = fitNetwork(networkData(runs, true, STATES_PER_RUN), deviceModels[device], strays);
  const { edgeIds, nodeIds } = freeData.network;
  const words = [
    ...nullDirections(free, edgeIds, nodeIds).map(({ words }) => `free network: ${words}`),
    ...nullDirections(clamped, edgeIds, nodeIds).map(({ words }) => `clamped network: ${words}`),
  ];
  return { free: calibrationOf(free), clamped: calibrationOf(clamped), indistinguishable: words };
}

/** States of all runs, evenly spaced, with held nodes as read. */
export function networkData(runs: readonly MeasuredRun[], isClamped: boolean, statesPerRun: number): NetworkData {
  const { network } = runs[0].experiment;
  let moment = 0;
  const samples = runs.flatMap(({ moments }) => {
    const all: NetworkSample[] = moments.flatMap(({ gates, states }) => {
      moment++;
      return states.map(({ freeVoltages, clampedVoltages }) => ({ gates, voltages: isClamped ? clampedVoltages : freeVoltages, moment }));
    });
    // A stride that shares no factor with the datapoints of a moment, so that all of them come by.
    const stride = Math.max(1, all.length / statesPerRun);
    return Array.from({ length: Math.min(all.length, statesPerRun) }, (_, index) => all[Math.floor(index * stride)]);
  });
  return { network, isHeld: heldNodes(wiringOf(runs[0].experiment), network.nodeCount, isClamped), samples };
}

function calibrationOf({ parameters, layout, covariance }: NetworkFit): NetworkCalibration {
  const deviationsOf = (place: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => (place < 0 ? 0 : Math.sqrt(covariance.get(place + index, place + index))));
  const { place, edgeCount, nodeCount } = layout;
  return {
    shape: { ...parameters.shape },
    transconductances: [...parameters.transconductances],
    thresholds: [...parameters.thresholds],
    zeros: [...parameters.zeros],
    strays: parameters.strays.map((stray: Stray) => ({ ...stray })),
    deviations: {
      gains: deviationsOf(place.gain, edgeCount),
      thresholds: deviationsOf(place.threshold, edgeCount),
      zeros: deviationsOf(place.zero, nodeCount),
      shape: (['softness', 'body', 'degradation'] as const).map((kind) => deviationsOf(place[kind], 1)[0]),
    },
  };
}

export function networkOf({ shape, transconductances, thresholds, zeros, strays }: NetworkCalibration): BoardParameters['free'] {
  return {
    shape,
    transconductances: Float64Array.from(transconductances),
    thresholds: Float64Array.from(thresholds),
    zeros: Float64Array.from(zeros),
    strays,
  };
}

/** The board without what moves its gates, under one clamping protocol. */
export function boardOf(wiring: WiringCalibration, clamping: string): Omit<BoardParameters, 'learning'> {
  const session = wiring.sessions.find((entry) => entry.clamping === clamping) ?? wiring.sessions[0];
  return {
    free: networkOf(wiring.free),
    clamped: networkOf(wiring.clamped),
    freeSources: wiring.freeSources,
    clampedSources: wiring.clampedSources,
    nudges: session.nudges,
  };
}

/** The whole board under one clamping protocol; `null` where what moves its gates was not calibrated. */
export function learningBoardOf(wiring: WiringCalibration, clamping: string): BoardParameters | null {
  const session = wiring.sessions.find((entry) => entry.clamping === clamping) ?? wiring.sessions[0];
  if (session.learning === null) return null;
  const { factors, ceilings } = session.learning;
  const entries = Object.entries(factors).map(([term, values]) => [term, Float64Array.from(values)]);
  return {
    ...boardOf(wiring, clamping),
    learning: {
      factors: Object.fromEntries(entries) as BoardParameters['learning']['factors'],
      diodes: Float64Array.from(session.diodes),
      ceilings: Float64Array.from(ceilings),
    },
  };
}

type Learning = NonNullable<WiringCalibration['sessions'][number]['learning']>;

/** Each session on its own: days lie between them, and zeros of amplifiers and multipliers drift. */
function withLearning(wiring: WiringCalibration, runs: readonly MeasuredRun[]): WiringCalibration {
  const plain = (factors: BoardParameters['learning']['factors']): Learning['factors'] =>
    Object.fromEntries(Object.entries(factors).map(([term, values]) => [term, [...values]])) as Learning['factors'];
  const sessions = wiring.sessions.map((session) => {
    const data = runs
      .filter((run) => sessionOf(run) === session.clamping)
      .map((run): LearningData => {
        const stride = Math.max(1, Math.floor(run.moments.length / INTERVALS_PER_RUN)) | 1;
        const intervals = intervalsOf(run).filter(({ interval }, index) => index % stride === 0 && interval.duration < LONGEST_INTERVAL);
        return { experiment: run.experiment, board: boardOf(wiring, session.clamping), session: session.clamping, intervals };
      });
    if (data.every(({ intervals }) => intervals.length === 0)) return session;
    const fit = fitLearning(data, runs[0].experiment.network.edgeCount);
    return {
      ...session,
      diodes: [...(fit.diodes.get(session.clamping) ?? session.diodes)],
      learning: { factors: plain(fit.factors), deviations: plain(fit.deviations), ceilings: [...fit.ceilings] },
    };
  });
  return { ...wiring, sessions };
}

/** From one measurement of a run to the next, where it learnt in between. */
export function intervalsOf({ moments }: MeasuredRun): LearningData['intervals'] {
  return moments.slice(1).flatMap((after, index) => {
    const before = moments[index];
    const duration = after.time - before.time;
    if (!(duration > 0) || after.step <= before.step) return [];
    return [{ interval: { gates: before.gates, from: before.step, to: after.step, duration, nudge: after.nudge }, end: after.gates }];
  });
}
