import type { Experiment } from '../learning/experiment/experiment.ts';
import type { RecordedKind, RecordedParameter, RecordedState } from '../machine/recorded.ts';

/** Node voltages of both networks under one datapoint, as a board read them, V, [node]; NaN where not measured. */
export interface MeasuredState {
  readonly set: 'training' | 'test';
  readonly datapoint: number;
  readonly freeVoltages: Float64Array;
  readonly clampedVoltages: Float64Array;
}

/** What a board measured between two steps: the gates, and the voltages under one or several datapoints. */
export interface MeasuredMoment {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  readonly nudge: number;
  /** Gate voltages as read, V, [edge]. */
  readonly gates: Float64Array;
  /** The first is the training datapoint that was on. */
  readonly states: readonly MeasuredState[];
}

/** A recording as calibration and comparison need it. */
export interface MeasuredRun {
  readonly name: string;
  /** s since 1970; `null` where it is not known. */
  readonly date: number | null;
  readonly experiment: Experiment;
  readonly moments: readonly MeasuredMoment[];
  /** Moments left out: a voltage or gate was missing, all were zero, or all gates were a copy of the last; nothing was measured. */
  readonly omitted: number;
}

/** What of an event is looked at, whether it was recorded or is about to be. */
export type MeasuredEvent =
  | Pick<RecordedState, 'kind' | 'set' | 'step' | 'time' | 'datapoint' | 'freeVoltages' | 'clampedVoltages' | 'states'>
  | Pick<RecordedParameter, 'kind' | 'name' | 'value'>
  | { readonly kind: Exclude<RecordedKind, 'state' | 'parameter'> };

/** Collects the states of a recording by moment. */
export class MeasuredRunBuilder {
  readonly #moments: { step: number; time: number; nudge: number; gates: Float64Array; states: MeasuredState[] }[] = [];
  #nudge: number;
  #omitted = 0;

  constructor(nudge: number) {
    this.#nudge = nudge;
  }

  add(event: MeasuredEvent): void {
    if (event.kind === 'parameter' && event.name === 'nudge') this.#nudge = event.value;
    // Before the first step no datapoint is on, and the voltages mean nothing.
    if (event.kind !== 'state' || event.datapoint < 0) return;
    const { step, time, set, datapoint, freeVoltages, clampedVoltages, states } = event;
    const state = { set, datapoint, freeVoltages, clampedVoltages };
    const last = this.#moments.at(-1);
    if (last?.step === step && last.time === time && set === 'test') {
      last.states.push(state);
      return;
    }
    this.#moments.push({ step, time, nudge: this.#nudge, gates: states, states: [state] });
  }

  build(name: string, date: number | null, experiment: Experiment): MeasuredRun {
    const moments = this.#moments
      .filter(({ gates, states }) => gates.every(Number.isFinite) && states.every(isThere))
      .filter(({ gates, time }, index, all) => index === 0 || time === all[index - 1].time || !isCopy(gates, all[index - 1].gates));
    this.#omitted = this.#moments.length - moments.length;
    return { name, date, experiment, moments, omitted: this.#omitted };
  }
}

/** Some tens of converters do not read the same twice, bit for bit, after the board has learnt: nothing was read, and the last was kept. */
function isCopy(gates: Float64Array, before: Float64Array): boolean {
  return gates.length >= FEWEST_GATES && gates.every((gate, edge) => gate === before[edge]);
}

const FEWEST_GATES = 16;

/** A converter that reads zero at every node did not read at all. */
function isThere({ freeVoltages }: MeasuredState): boolean {
  return freeVoltages.some((voltage) => voltage !== 0 && !Number.isNaN(voltage));
}

/** How a board is wired for a task: where voltages are imposed and where outputs are clamped. */
export interface Wiring {
  /** Inputs, then supplies, by node. */
  readonly sources: Int32Array;
  /** Output nodes: plus and minus of each, where there is a minus. */
  readonly targets: Int32Array;
  /** Equal for equal wirings: "15 13 7 5 → 10 8". */
  readonly key: string;
}

export function wiringOf({ inputNodes, supplyNodes, outputs }: Experiment): Wiring {
  const sources = Int32Array.from([...inputNodes, ...supplyNodes]).sort();
  const targets = Int32Array.from([...outputs.plus, ...outputs.minus].filter((node) => node >= 0)).sort();
  return { sources, targets, key: `${sources.join(' ')} → ${targets.join(' ')}` };
}

/** Which nodes are held: sources, and in the clamped network targets too. */
export function heldNodes({ sources, targets }: Wiring, nodeCount: number, isClamped: boolean): Uint8Array {
  const isHeld = new Uint8Array(nodeCount);
  for (const node of sources) isHeld[node] = 1;
  if (isClamped) for (const node of targets) isHeld[node] = 1;
  return isHeld;
}
