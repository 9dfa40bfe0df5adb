import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { MachineIdentity, MachineState, Measurement } from '../../machine/machine.ts';
import type { RecordedEvent } from '../../machine/recorded.ts';
import { MeasuredRunBuilder, type MeasuredMoment, type MeasuredRun } from '../measured.ts';

/** What a comparison needs of a moment beside the voltages and gates. */
export interface MomentExtras {
  /** Chord conductances in the free network, S, [edge]; NaN where unknown. */
  readonly conductances: Float64Array;
  readonly damage: readonly (DamageKind | null)[];
}

/** Something that happened in a run: a cut, a changed parameter, a mark that a person set. */
export interface Mark {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  readonly text: string;
}

/** One side of a comparison: a machine that ran, or a recording of one. */
export interface ComparedRun extends MeasuredRun {
  readonly machine: MachineIdentity;
  /** Of each moment, [moment]. */
  readonly extras: readonly MomentExtras[];
  /** The measurement of the whole set at each moment, [moment]; `null` where there was none. */
  readonly measurements: readonly (Measurement | null)[];
  /** Ascending. */
  readonly marks: readonly Mark[];
}

/** An event as it was recorded, or as an importer makes it: when the host heard of it does not matter. */
export type ToldEvent = RecordedEvent extends infer Event
  ? Event extends RecordedEvent
    ? Omit<Event, 'sequence' | 'hostTime'>
    : never
  : never;

/** Edges that the mark of a damage names. */
const MOST_NAMED = 3;

/** Collects one side, from the events of a recording or from a machine as it goes. */
export class ComparedRunBuilder {
  readonly #name: string;
  readonly #machine: MachineIdentity;
  readonly #experiment: Experiment;
  readonly #moments: MeasuredRunBuilder;
  readonly #extras = new Map<string, MomentExtras>();
  readonly #measurements = new Map<number, Measurement>();
  readonly #marks: Mark[] = [];
  /** What the measurements of the program are taken over. */
  readonly #set: 'training' | 'test' | 'present';
  #count = 0;

  constructor(name: string, machine: MachineIdentity, experiment: Experiment) {
    const { clamping, measure } = experiment.document;
    this.#name = name;
    this.#machine = machine;
    this.#experiment = experiment;
    this.#moments = new MeasuredRunBuilder('nudge' in clamping ? clamping.nudge : 1);
    this.#set = measure.of;
  }

  get count(): number {
    return this.#count;
  }

  /** An event of a recording; those that say nothing of the state of the machine are passed over. */
  add(event: ToldEvent): void {
    if (event.kind === 'measurement') {
      if (event.set === this.#set) this.#measurements.set(event.step, event);
      return;
    }
    if (event.kind === 'marker') this.#marks.push({ step: event.step, time: event.time, text: event.label });
    if (event.kind === 'damage') this.#marks.push({ step: event.step, time: event.time, text: this.#damageText(event) });
    if (event.kind === 'state' && event.set === 'training') this.#keep(event);
    this.#moments.add(event);
  }

  /** What a machine says now. */
  addNow(state: MachineState, measurement: Measurement | null): void {
    const { freeVoltages, clampedVoltages, states, conductances, damage, ...rest } = state;
    const copy = {
      ...rest,
      kind: 'state' as const,
      set: 'training' as const,
      freeVoltages: freeVoltages.slice(),
      clampedVoltages: clampedVoltages.slice(),
      states: states.slice(),
    };
    this.#keep({ ...copy, conductances: conductances.slice(), damage: [...damage] });
    this.#moments.add(copy);
    if (measurement !== null) this.#measurements.set(state.step, measurement);
  }

  /** The nudge from now on. */
  setNudge(value: number): void {
    this.#moments.add({ kind: 'parameter', name: 'nudge', value });
  }

  /** All that was collected so far; more may come. */
  build(): ComparedRun {
    const run = this.#moments.build(this.#name, null, this.#experiment);
    const extras = run.moments.map((moment) => this.#extras.get(keyOf(moment))!);
    const measurements = run.moments.map(({ step }) => this.#measurements.get(step) ?? null);
    return { ...run, machine: this.#machine, extras, measurements, marks: [...this.#marks] };
  }

  /** "cut e20". */
  #damageText({ edges, damage }: ToldEvent & { kind: 'damage' }): string {
    const word = damage === null ? 'repaired' : { cut: 'cut', short: 'shorted', stuck: 'stuck' }[damage];
    const named = edges.slice(0, MOST_NAMED).map((edge) => this.#experiment.network.edgeIds[edge]);
    return `${word} ${named.join(' ')}${edges.length > MOST_NAMED ? ' …' : ''}`;
  }

  #keep({ step, time, conductances, damage }: Pick<MachineState, 'step' | 'time' | 'conductances'> & Pick<MomentExtras, 'damage'>): void {
    this.#extras.set(keyOf({ step, time }), { conductances, damage });
    this.#count++;
  }
}

function keyOf({ step, time }: Pick<MeasuredMoment, 'step' | 'time'>): string {
  return `${step} ${time}`;
}
