import { withFault, type FaultData, type FaultSample } from './diagnose.ts';
import { FaultMonitor, healthyReference, type HealthyReference } from './faultMonitor.ts';
import { BoardNetwork, type NetworkParameters } from './boardNetwork.ts';
import type { DamageKind } from '../../shared/documents/network.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { DigipotFaultData } from './digipots/diagnoseDigipots.ts';

/** What a monitor is made with. */
export interface MonitorSetting extends Omit<FaultData, 'samples'> {
  /** How well the gate of each edge above its threshold is known: as read, and as calibrated; V, [edge]. */
  readonly gateNoise: ArrayLike<number>;
}

/** A measurement of a board as the monitor takes it. */
export interface WatchedSample extends FaultSample {
  readonly step: number;
  readonly time: number;
  readonly datapoint: number;
  /** What is known to be damaged: the twin has it too. */
  readonly damage: readonly (DamageKind | null)[];
}

/** What the twin misses of one measurement. */
interface Misses {
  /** Σ(miss/σ)² over the readings. */
  readonly cost: number;
  /** Σ miss², V². */
  readonly square: number;
  readonly count: number;
  /** −2 ln of the chance of what is read exactly: nothing that healthy measurements have to show first. */
  readonly certain: number;
}

/** What a diagnosis is made from: plain data. */
export type FaultEvidence =
  | { readonly edges: 'transistor'; readonly data: FaultData }
  | {
      readonly edges: 'digipot';
      readonly data: Omit<DigipotFaultData, 'experiment'> & { readonly document: ExperimentDocument };
    };

/** The calibrated twin of one kind of board, as it is watched. */
export interface WatchedTwin {
  readonly nodeCount: number;
  /** @param before  the measurement before this one; `null`: this is the first */
  misses(sample: WatchedSample, before: WatchedSample | null): Misses;
  evidenceOf(samples: readonly WatchedSample[]): FaultEvidence;
}

export interface BenchAlarm {
  readonly step: number;
  readonly time: number;
  /** The measurement before which the sum was last zero: where the change was, as far as can be told (Page 1954). */
  readonly sinceStep: number;
}

/** Measurements that are taken as healthy, from which their scatter is learnt. */
export const HEALTHY_COUNT = 40;
/** Measurements between false alarms, on average. */
export const BETWEEN_ALARMS = 100_000;
/** Measurements that a diagnosis is made from, at most and at least. */
export const MOST_SAMPLES = 30;
export const FEWEST_SAMPLES = 6;

/**
 * Watches a board measurement by measurement against its calibrated twin: the first ones show what healthy looks like, then a
 * sequential test of the squared misses runs (`FaultMonitor`). The measurements since the change are kept for the diagnosis.
 *
 * @cost one solution per measurement and edge
 */
export class BenchMonitor {
  readonly #twin: WatchedTwin;
  readonly #costs: number[] = [];
  #reference: HealthyReference | null = null;
  #monitor = new FaultMonitor(BETWEEN_ALARMS);
  #suspects: WatchedSample[] = [];
  #alarm: BenchAlarm | null = null;
  #missed: number | null = null;
  #last: WatchedSample | null = null;

  constructor(twin: WatchedTwin) {
    this.#twin = twin;
  }

  get alarm(): BenchAlarm | null {
    return this.#alarm;
  }

  /** Measurements that were taken as healthy so far. */
  get learnt(): number {
    return this.#costs.length;
  }

  /** The sum as a fraction of the threshold. */
  get level(): number {
    return this.#monitor.level;
  }

  /** Root mean square of what the twin misses of the last measurement, V. */
  get missed(): number | null {
    return this.#missed;
  }

  /** The measurements since the board changed, the newest last. */
  get suspects(): readonly WatchedSample[] {
    return this.#suspects;
  }

  /** What the diagnosis is to be made from. */
  get evidence(): FaultEvidence {
    return this.#twin.evidenceOf(this.#suspects.slice(-MOST_SAMPLES));
  }

  /** @returns whether this measurement raises the alarm */
  add(sample: WatchedSample): boolean {
    const { cost, square, count, certain } = this.#twin.misses(sample, this.#last);
    this.#last = sample;
    if (count === 0 || !Number.isFinite(cost)) return false;
    this.#missed = Math.sqrt(square / count);
    if (this.#reference === null) {
      this.#costs.push(cost);
      if (this.#costs.length === HEALTHY_COUNT) this.#reference = referenceOf(this.#costs, count, this.#twin.nodeCount);
      return false;
    }
    if (this.#alarm !== null) {
      this.#keep(sample);
      return false;
    }
    const { scale, count: freedom } = this.#reference;
    const isRaised = this.#monitor.add(cost / scale + certain, freedom);
    if (this.#monitor.level === 0) this.#suspects = [];
    else this.#keep(sample);
    if (isRaised) this.#alarm = { step: sample.step, time: sample.time, sinceStep: this.#suspects[0].step };
    return isRaised;
  }

  #keep(sample: WatchedSample): void {
    this.#suspects.push(sample);
    if (this.#suspects.length > MOST_SAMPLES) this.#suspects.shift();
  }
}

/** The calibrated twin of a board of transistors beside measurements of it. */
export function watchedTransistors(setting: MonitorSetting): WatchedTwin {
  const { network, isHeld, noise } = setting;
  return {
    nodeCount: network.nodeCount,
    misses: (sample) => ({ ...weightedMisses({ ...setting, parameters: withDamage(setting, sample.damage) }, sample), certain: 0 }),
    evidenceOf(samples) {
      const parameters = withDamage(setting, samples.at(-1)?.damage ?? []);
      const plain = samples.map(({ gates, voltages }) => ({ gates, voltages }));
      return { edges: 'transistor', data: { network, isHeld, noise, parameters, samples: plain } };
    },
  };
}

/**
 * Healthy misses of this run, with room for what the twin misses elsewhere: gates that have not been visited yet have errors of their
 * own. A scale that is WIDER times that of the first measurements keeps false alarms below what is stated, and delays a cut, whose
 * misses are tens of times larger, by a measurement or two.
 */
function referenceOf(costs: readonly number[], count: number, nodeCount: number): HealthyReference {
  const { scale, count: freedom } = healthyReference(costs);
  const known = Number.isFinite(freedom) ? Math.min(Math.max(freedom, 1), nodeCount) : count;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  return { scale: WIDER * Math.max(scale, mean / known), count: known };
}

const WIDER = 2;

/** What a closed channel may let through, S: nodes that nothing else feeds are where that puts them, and tell nothing of the edges. */
const LEAK = 2e-6;
/** Change of a gate over which the answer of the voltages is differenced, V: some steps in which it is read. */
const PROBE = 0.02;

/**
 * Σ over nodes of miss²/variance, where the variance is that of a reading and of what the uncertain gates make of it: a node that only
 * nearly closed channels feed follows every millivolt of their gates. Gates that are read move many nodes at once, so that the sum has
 * fewer degrees of freedom than readings: `healthyReference` counts them.
 *
 * @cost one solution, and one per edge
 */
function weightedMisses(
  { network, parameters, isHeld, noise, gateNoise }: MonitorSetting,
  { gates, voltages }: FaultSample,
): { cost: number; square: number; count: number } {
  const board = new BoardNetwork(network, parameters, isHeld);
  const start = voltages.map((voltage, node) => voltage - parameters.zeros[node]);
  const solved = start.slice();
  if (!board.solve(gates, solved, [], 1e-7)) return { cost: Infinity, square: Infinity, count: 0 };
  const variances = new Float64Array(network.nodeCount).fill(noise * noise);
  const probed = gates.slice();
  const moved = new Float64Array(network.nodeCount);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    probed[edge] = gates[edge] + PROBE;
    moved.set(solved);
    if (board.solve(probed, moved, [], 1e-7)) {
      for (const node of board.unknowns) variances[node] += (((moved[node] - solved[node]) / PROBE) * gateNoise[edge]) ** 2;
    }
    probed[edge] = gates[edge];
  }
  const leaks = Array.from(network.from, (from, edge) => ({ from, to: network.to[edge], conductance: LEAK }));
  const leaky = start.slice();
  if (new BoardNetwork(network, { ...parameters, strays: [...parameters.strays, ...leaks] }, isHeld).solve(gates, leaky, [], 1e-7)) {
    for (const node of board.unknowns) variances[node] += (leaky[node] - solved[node]) ** 2;
  }
  let [cost, square, count] = [0, 0, 0];
  for (const node of board.unknowns) {
    const miss = start[node] - solved[node];
    if (Number.isNaN(miss)) continue;
    cost += miss ** 2 / variances[node];
    square += miss ** 2;
    count++;
  }
  return { cost, square, count };
}

/** The twin with the damage that is known. A stuck edge conducts as its gate is read. */
export function withDamage(
  { network, parameters }: Pick<MonitorSetting, 'network' | 'parameters'>,
  damage: readonly (DamageKind | null)[],
): NetworkParameters {
  return damage.reduce(
    (known, kind, edge) => (kind === 'cut' || kind === 'short' ? withFault(network, known, edge, kind, 0) : known),
    parameters,
  );
}
