import { withFault, missesOf, type FaultData, type FaultSample } from './diagnose.ts';
import { FaultMonitor, healthyReference, type HealthyReference } from './faultMonitor.ts';
import type { NetworkParameters } from './boardNetwork.ts';
import type { DamageKind } from '../../shared/documents/network.ts';

/** What a monitor is made with. */
export type MonitorSetting = Omit<FaultData, 'samples'>;

/** A measurement of a board as the monitor takes it. */
export interface WatchedSample extends FaultSample {
  readonly step: number;
  readonly time: number;
  /** What is known to be damaged: the twin has it too. */
  readonly damage: readonly (DamageKind | null)[];
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
 * @cost one solution per measurement
 */
export class BenchMonitor {
  readonly #setting: MonitorSetting;
  readonly #costs: number[] = [];
  #reference: HealthyReference | null = null;
  #monitor = new FaultMonitor(BETWEEN_ALARMS);
  #suspects: WatchedSample[] = [];
  #alarm: BenchAlarm | null = null;
  #missed: number | null = null;

  constructor(setting: MonitorSetting) {
    this.#setting = setting;
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
  get evidence(): FaultData {
    const samples = this.#suspects.slice(-MOST_SAMPLES).map(({ gates, voltages }) => ({ gates, voltages }));
    const damage = this.#suspects.at(-1)?.damage ?? [];
    return { ...this.#setting, parameters: withDamage(this.#setting, damage), samples };
  }

  /** @returns whether this measurement raises the alarm */
  add(sample: WatchedSample): boolean {
    const { network, noise } = this.#setting;
    const count = readingsOf(this.#setting, sample);
    const cost = missesOf({ ...this.#setting, parameters: withDamage(this.#setting, sample.damage), samples: [sample] });
    if (count === 0 || !Number.isFinite(cost)) return false;
    this.#missed = noise * Math.sqrt(cost / count);
    if (this.#reference === null) {
      this.#costs.push(cost);
      if (this.#costs.length === HEALTHY_COUNT) this.#reference = referenceOf(this.#costs, count, network.nodeCount);
      return false;
    }
    if (this.#alarm !== null) {
      this.#keep(sample);
      return false;
    }
    const { scale, count: freedom } = this.#reference;
    const isRaised = this.#monitor.add(cost / scale, freedom);
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

function readingsOf({ isHeld }: MonitorSetting, { voltages }: FaultSample): number {
  return voltages.reduce((sum, voltage, node) => sum + (isHeld[node] === 0 && !Number.isNaN(voltage) ? 1 : 0), 0);
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
