import type { Frame, HistoryPoint, Marker } from '../../shared/frames.ts';
import type { Machine, MachineState, Measurement } from '../machine/machine.ts';
import type { Clock } from './clock.ts';
import { damageLabel } from './damageTools.ts';
import { Beat } from './frameThrottle.ts';
import { History } from './history.ts';
import type { LastSeen } from './interruptedMachine.ts';
import type { LoadedExperiment } from './library.ts';
import { MarkerLog } from './markerLog.ts';
import { StateRates } from './stateRates.ts';

/** Windows over which the rates of the states are averaged: s of learning time where the rule is continuous, else steps. */
const RATE_WINDOW_SECONDS = 0.1;
const RATE_WINDOW_STEPS = 10;
/** A board has the wire to itself for so many times as long as a look at it takes, unless it has just told what is to be seen. */
const REST = 3;

/** The part of a frame that the machine itself tells. */
export type MachineView = Pick<
  Frame,
  | 'step'
  | 'time'
  | 'error'
  | 'accuracy'
  | 'datapoint'
  | 'freeVoltages'
  | 'clampedVoltages'
  | 'states'
  | 'stateRates'
  | 'conductances'
  | 'damage'
  | 'outputs'
  | 'labels'
>;

/**
 * Looks at the machine and keeps what is to be shown: the newest state, the history, the markers.
 *
 * The history has the measurements that the program schedules, and in between one per look while the run goes slower than
 * the program measures: at 30 steps/s a point comes with every frame, not one in ten seconds.
 */
export class Observer {
  readonly history = new History<HistoryPoint>();
  readonly markers = new MarkerLog();
  readonly #machine: Machine;
  readonly #experiment: LoadedExperiment;
  readonly #clock: Clock;
  readonly #rates: StateRates;
  readonly #beat = new Beat();
  #state: MachineState | null = null;
  #measurement: Measurement | null = null;
  /** The outputs of every training datapoint: settled, or as they are at the moment where there is one that lags behind. */
  #training: Measurement | null = null;
  /** Damage events of the experiment that were marked; none before the first look. */
  #eventCount: number | null = null;
  #lastLook = Number.NEGATIVE_INFINITY;
  /** Duration of the last look at a board that had to be asked, ms. */
  #took = 0;
  #sequence: number;

  constructor(machine: Machine, experiment: LoadedExperiment, clock: Clock, sequence: number) {
    this.#machine = machine;
    this.#experiment = experiment;
    this.#clock = clock;
    this.#sequence = sequence;
    const window = experiment.description.edgeKind === 'transistor' ? RATE_WINDOW_SECONDS : RATE_WINDOW_STEPS;
    this.#rates = new StateRates(window, machine.network.edgeCount);
    machine.onMeasurement((measurement) => this.#record(measurement, false));
  }

  /** Counts the looks at the machine: a screen that has seen this number has seen everything. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Whether the machine is at another of several tasks in a row than the experiment describes. */
  get isBetweenTasks(): boolean {
    return (this.#machine.part ?? 0) !== (this.#experiment.sequence?.part ?? 0);
  }

  /** The state at the last look. */
  get state(): MachineState {
    if (this.#state === null) throw new Error('nobody has looked at the machine yet');
    return this.#state;
  }

  /** A line on every plot, at the step and time of the last look. */
  note(kind: 'parameter' | 'note', label: string): void {
    const { step, time } = this.state;
    this.markers.add({ step, time, kind, label });
  }

  /** Something was heard of the way to the machine, with a line on every plot or without: screens are to see it, though the machine stands still. */
  heard(marker: Marker | null): void {
    if (marker !== null) this.markers.add(marker);
    this.#sequence++;
  }

  /** All that is known of the machine; `null` before it was measured. */
  get lastSeen(): LastSeen | null {
    const [measured, training] = [this.#measurement, this.#training];
    if (measured === null || training === null) return null;
    const { identity, about } = this.#machine;
    return { identity, ...(about === undefined ? {} : { about }), state: this.state, measured, training };
  }

  /** Looks when the last look is a frame ago, and at a board not so often that it could do little else. Call it within the queue. */
  async lookIfDue(step: number): Promise<boolean> {
    const began = this.#clock.now();
    const isTold = this.#machine.identity.kind !== 'board' || step % this.#experiment.measuresEvery === 0;
    if (this.#beat.wait(began) > 0 || (!isTold && began - this.#lastLook < REST * this.#took)) return false;
    await this.look();
    if (!isTold) this.#took = this.#clock.now() - began;
    return true;
  }

  /**
   * Reads the state and measures. Call it within the queue.
   *
   * @param hasChanged  the user changed something: measure even at the same step, and keep this point of the history
   */
  async look(hasChanged = false): Promise<void> {
    // The machine is at the next of several tasks already: what it would tell has other outputs than are shown.
    if (this.#state !== null && this.isBetweenTasks) return;
    this.#lastLook = this.#clock.now();
    this.#beat.take(this.#lastLook);
    this.#sequence++;
    this.#state = await this.#machine.read(this.#state ?? undefined);
    const { step, time, states } = this.#state;
    this.#rates.look(this.#experiment.description.edgeKind === 'transistor' ? time : step, states);
    const isDamaged = this.#markEvents(this.#state);
    if (!hasChanged && !isDamaged && this.#measurement?.step === step) return;
    const { measures, figures } = this.#experiment;
    const measurement = await this.#machine.measure(measures);
    this.#record(measurement, hasChanged || isDamaged);
    this.#measurement = measurement;
    const shown = figures.showsMoment ? 'present' : 'training';
    this.#training = measures === shown ? measurement : await this.#machine.measure(shown);
  }

  /** What the last look saw. */
  view(): MachineView {
    const state = this.state;
    const columns = this.#experiment.description.outputNames.length;
    const measurement = this.#measurement;
    return {
      step: state.step,
      time: state.time,
      error: measurement === null ? null : numberOrNull(measurement.error),
      accuracy: measurement?.accuracy ?? null,
      datapoint: state.datapoint,
      freeVoltages: Array.from(state.freeVoltages, numberOrNull),
      clampedVoltages: Array.from(state.clampedVoltages, numberOrNull),
      states: Array.from(state.states),
      stateRates: [...this.#rates.rates],
      conductances: Array.from(state.conductances),
      damage: [...state.damage],
      outputs: rowsOf(this.#training?.outputs, columns),
      labels: rowsOf(this.#training?.labels, columns),
    };
  }

  #record(measurement: Measurement, isKept: boolean): void {
    // The history of a recording was complete before it was looked at.
    if (this.#experiment.replay !== undefined) return;
    if (!isKept && this.history.last?.step === measurement.step) return;
    const { step, time, error, accuracy, momentaryError } = measurement;
    const derived = this.#experiment.figures.derive(measurement);
    const moment = momentaryError === undefined ? {} : { momentaryError: numberOrNull(momentaryError) };
    this.history.add({ step, time, error: numberOrNull(error), accuracy, ...moment, ...derived }, isKept);
  }

  /** Marks the damage that the experiment itself schedules, at its step. What came before the first look is not news. */
  #markEvents({ step, time }: MachineState): boolean {
    const events = this.#experiment.damageEvents;
    const past = events.findIndex((event) => event.step >= step);
    const count = past < 0 ? events.length : past;
    const news = events.slice(this.#eventCount ?? count, count);
    this.#eventCount = count;
    for (const { step: at, edges, kind } of news) {
      const ids = edges.map((edge) => this.#machine.network.edgeIds[edge]);
      // Exact while the step time stays as it is; no more is known about the past.
      this.markers.add({ step: at, time: (time * at) / step, kind: kind ?? 'repair', label: damageLabel(ids, kind) });
    }
    return news.length > 0;
  }
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Rows of a row-major matrix, with `null` for what is undetermined. */
function rowsOf(values: Float64Array | undefined, columns: number): (number | null)[][] {
  if (values === undefined || columns === 0) return [];
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), numberOrNull),
  );
}
