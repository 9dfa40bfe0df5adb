import type { Marker } from '../../shared/frames.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine, MachineState, Measurement } from '../machine/machine.ts';
import type { RecordedEnd, RecordedLog } from '../machine/recorded.ts';
import type { RecordingWriter } from './writer.ts';

/** A machine whose run is written down: it does what the machine inside does, and everything done to it is recorded too. */
export interface RecordedMachine extends Machine {
  /** Records the state before the first step. To be called once, before the machine is advanced. */
  begin(): Promise<void>;
  note(text: string): Promise<void>;
  mark(kind: Marker['kind'], label: string): Promise<void>;
  log(level: RecordedLog['level'], text: string): Promise<void>;
  /** Measures the end and closes the recording; the machine goes on. */
  finish(reason: RecordedEnd['reason']): Promise<void>;
}

/**
 * Puts a recording around a machine. Each measurement is written with the state under the datapoint of that moment; reading the
 * state solves both networks once more, which is little beside a measurement of all datapoints, and nothing is added to a step.
 */
export function recordMachine(machine: Machine, writer: RecordingWriter, experiment: Experiment): RecordedMachine {
  const scribe = new Scribe(machine, writer, experiment);
  machine.onMeasurement((measurement) => void scribe.measurement(measurement));
  return {
    identity: machine.identity,
    capabilities: machine.capabilities,
    network: machine.network,
    advance: (steps) => machine.advance(steps),
    onMeasurement: (listener) => machine.onMeasurement(listener),
    measure: (set) => machine.measure(set),
    respond: (rows) => machine.respond(rows),
    read: (state) => machine.read(state),
    async setLearning(isLearning) {
      await machine.setLearning(isLearning);
      writer.append({ kind: 'parameter', name: 'learning', value: isLearning ? 1 : 0, ...(await scribe.here()) });
    },
    async setNudge(nudge) {
      await machine.setNudge(nudge);
      writer.append({ kind: 'parameter', name: 'nudge', value: nudge, ...(await scribe.here()) });
    },
    async setStepTime(stepTime) {
      await machine.setStepTime(stepTime);
      writer.append({ kind: 'parameter', name: 'stepTime', value: stepTime, ...(await scribe.here()) });
    },
    async damage(edges, kind) {
      await machine.damage(edges, kind);
      writer.append({ kind: 'damage', edges: [...edges], damage: kind, ...(await scribe.here()) });
      await scribe.state();
    },
    checkpoint: () => machine.checkpoint(),
    async restore(checkpoint) {
      await machine.restore(checkpoint);
      await scribe.restored();
    },
    begin: () => scribe.measure(),
    note: async (text) => writer.append({ kind: 'note', text, ...(await scribe.here()) }),
    mark: async (kind, label) => writer.append({ kind: 'marker', marker: kind, label, ...(await scribe.here()) }),
    log: async (level, text) => writer.append({ kind: 'log', level, text, ...(await scribe.here()) }),
    async finish(reason) {
      // The end is measured too, whether or not the program does so there; a machine that failed can't be asked.
      if (reason !== 'failed') await scribe.measureEnd();
      await writer.close(reason);
    },
  };
}

/** Writes what a machine tells, in the order in which it happened. */
class Scribe {
  readonly #machine: Machine;
  readonly #writer: RecordingWriter;
  readonly #experiment: Experiment;
  #state: MachineState | undefined;
  #lastStep = -1;
  /** Damage events of the document that were written. */
  #eventCount = 0;

  constructor(machine: Machine, writer: RecordingWriter, experiment: Experiment) {
    this.#machine = machine;
    this.#writer = writer;
    this.#experiment = experiment;
  }

  /** Where the machine stands. */
  async here(): Promise<{ step: number; time: number }> {
    this.#state = await this.#machine.read(this.#state);
    return { step: this.#state.step, time: this.#state.time };
  }

  /** Writes a measurement, what the document did to the machine since the last one, and the state. */
  measurement(measurement: Measurement): void | Promise<void> {
    this.#lastStep = measurement.step;
    this.#writeEvents(measurement);
    this.#writer.append({ kind: 'measurement', set: this.#experiment.document.measure.of, ...measurement });
    return this.state();
  }

  async measure(): Promise<void> {
    await this.measurement(await this.#machine.measure(this.#experiment.document.measure.of));
  }

  async measureEnd(): Promise<void> {
    if ((await this.here()).step !== this.#lastStep) await this.measure();
  }

  /** A simulation answers at once, and is written at once: in the middle of `advance`, before it goes on. */
  state(): void | Promise<void> {
    const answer = this.#machine.read(this.#state);
    return answer instanceof Promise ? answer.then((state) => this.#writeState(state)) : this.#writeState(answer);
  }

  async restored(): Promise<void> {
    const { step, time } = await this.here();
    this.#eventCount = this.#experiment.damage.filter((event) => event.step < step).length;
    this.#writer.append({ kind: 'marker', marker: 'note', label: `restored at step ${step}`, step, time });
    await this.state();
  }

  #writeState(state: MachineState): void {
    this.#state = state;
    this.#writer.append({ kind: 'state', set: 'training', ...state });
  }

  #writeEvents({ step: now, time }: Measurement): void {
    const events = this.#experiment.damage;
    for (; this.#eventCount < events.length && events[this.#eventCount].step < now; this.#eventCount++) {
      const { step, edges, kind } = events[this.#eventCount];
      // Exact while the step time stays as it is; the machine tells no more about the past.
      this.#writer.append({ kind: 'damage', step, time: (time * step) / now, edges: [...edges], damage: kind });
    }
  }
}
