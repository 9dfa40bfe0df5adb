import type { Marker } from '../../shared/frames.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine, MachineRemark, MachineState, Measurement } from '../machine/machine.ts';
import type { RecordedEnd, RecordedLog, RecordedParameter } from '../machine/recorded.ts';
import type { NewEvent, RecordingWriter } from './writer.ts';

/** What is in force on a machine beside what its document says; learning is 1 (on) or 0 (frozen). */
export type InForce = Partial<Record<RecordedParameter['name'], number>>;

/** A machine whose run can be written down: it does what the machine inside does, and while it records, everything done to it is recorded too. */
export interface RecordedMachine extends Machine {
  /** The machine itself: what is done to it leaves no trace. For trials that are taken back. */
  readonly inner: Machine;
  /** What is being written; `null` while nothing is. */
  readonly writer: RecordingWriter | null;
  /** Begins a recording with the state of now, be it the first step or a later one. */
  begin(writer: RecordingWriter, inForce?: InForce): Promise<void>;
  note(text: string): Promise<void>;
  mark(kind: Marker['kind'], label: string): Promise<void>;
  log(level: RecordedLog['level'], text: string): Promise<void>;
  /** Measures the end and closes the recording; the machine goes on. */
  finish(reason: RecordedEnd['reason']): Promise<void>;
}

/**
 * Makes the run of a machine recordable, as often as wanted. Each measurement is written with the state under the datapoint of that
 * moment; reading the state solves both networks once more, which is little beside a measurement of all datapoints, and nothing is
 * added to a step.
 */
export function recordMachine(machine: Machine, experiment: Pick<Experiment, 'document' | 'damage'>): RecordedMachine {
  let scribe: Scribe | null = null;
  follow(machine, () => scribe);
  const setParameter = async (name: RecordedParameter['name'], value: number, action: void | Promise<void>): Promise<void> => {
    await action;
    await scribe?.write((when) => ({ kind: 'parameter', name, value, ...when }));
  };
  return {
    inner: machine,
    identity: machine.identity,
    capabilities: machine.capabilities,
    network: machine.network,
    ...(machine.about === undefined ? {} : { about: machine.about }),
    get writer() {
      return scribe?.writer ?? null;
    },
    advance: (steps) => machine.advance(steps),
    onMeasurement: (listener) => machine.onMeasurement(listener),
    measure: (set) => machine.measure(set),
    respond: (rows) => machine.respond(rows),
    read: (state) => machine.read(state),
    setLearning: async (isLearning) => setParameter('learning', isLearning ? 1 : 0, machine.setLearning(isLearning)),
    setNudge: async (nudge) => setParameter('nudge', nudge, machine.setNudge(nudge)),
    setStepTime: async (stepTime) => setParameter('stepTime', stepTime, machine.setStepTime(stepTime)),
    async setStates(edges, states) {
      await machine.setStates?.(edges, states);
      await scribe?.write((when) => ({ kind: 'setting', edges: [...edges], states: [...states], ...when }));
      await scribe?.state();
    },
    async damage(edges, kind) {
      await machine.damage(edges, kind);
      await scribe?.write((when) => ({ kind: 'damage', edges: [...edges], damage: kind, ...when }));
      await scribe?.state();
    },
    checkpoint: () => machine.checkpoint(),
    async restore(checkpoint) {
      await machine.restore(checkpoint);
      await scribe?.restored();
    },
    async begin(writer, inForce = {}) {
      const next = new Scribe(machine, writer, experiment);
      await next.measure();
      scribe = next;
      for (const [name, value] of Object.entries(inForce)) await setParameter(name as RecordedParameter['name'], value, undefined);
    },
    note: async (text) => scribe?.write((when) => ({ kind: 'note', text, ...when })),
    mark: async (kind, label) => scribe?.write((when) => ({ kind: 'marker', marker: kind, label, ...when })),
    log: async (level, text) => scribe?.write((when) => ({ kind: 'log', level, text, ...when })),
    async finish(reason) {
      const last = scribe;
      if (last === null) return;
      // The end is measured too, whether or not the program does so there; a machine that failed can't be asked.
      if (reason !== 'failed') await last.measureEnd();
      scribe = null;
      await last.writer.close(reason);
    },
  };
}

/** Hands what a machine tells by itself to whoever writes at the moment. */
function follow(machine: Machine, scribe: () => Scribe | null): void {
  machine.onMeasurement((measurement) => {
    const written = scribe()?.measurement(measurement);
    // A state that can't be read any more is missing; why, the run itself tells when it fails.
    if (written instanceof Promise) written.catch(() => undefined);
  });
  machine.onRemark?.((remark) => scribe()?.remark(remark));
}

/** What of the way to a machine is marked beside its line in the log. */
const marks: Partial<Record<MachineRemark['kind'], Marker['kind']>> = { gap: 'gap', lost: 'lost', restored: 'return' };

/** Writes what a machine tells, in the order in which it happened. */
class Scribe {
  readonly writer: RecordingWriter;
  readonly #machine: Machine;
  readonly #experiment: Pick<Experiment, 'document' | 'damage'>;
  #state: MachineState | undefined;
  #lastStep = -1;
  /** Damage events of the document that were written, or were over before; `null` before the first measurement. */
  #eventCount: number | null = null;

  constructor(machine: Machine, writer: RecordingWriter, experiment: Pick<Experiment, 'document' | 'damage'>) {
    this.#machine = machine;
    this.writer = writer;
    this.#experiment = experiment;
  }

  /** Writes an event at the step where the machine stands. */
  async write(eventAt: (when: { step: number; time: number }) => NewEvent): Promise<void> {
    this.writer.append(eventAt(await this.#here()));
  }

  /** Where the machine stands. */
  async #here(): Promise<{ step: number; time: number }> {
    this.#state = await this.#machine.read(this.#state);
    return { step: this.#state.step, time: this.#state.time };
  }

  /** Writes a measurement, what the document did to the machine since the last one, and the state. */
  measurement(measurement: Measurement): void | Promise<void> {
    this.#lastStep = measurement.step;
    this.#writeEvents(measurement);
    this.writer.append({ kind: 'measurement', set: this.#experiment.document.measure.of, ...measurement });
    return this.state();
  }

  /** What happened on the way to the machine; a gap is marked, so that nobody takes what stands on its two sides for one stretch. */
  remark({ kind, level, text, step, time }: MachineRemark): void {
    this.writer.append({ kind: 'log', level, text, step, time });
    const marker = marks[kind];
    if (marker !== undefined) this.writer.append({ kind: 'marker', marker, label: text, step, time });
  }

  async measure(): Promise<void> {
    await this.measurement(await this.#machine.measure(this.#experiment.document.measure.of));
  }

  async measureEnd(): Promise<void> {
    if ((await this.#here()).step !== this.#lastStep) await this.measure();
  }

  /** A simulation answers at once, and is written at once: in the middle of `advance`, before it goes on. */
  state(): void | Promise<void> {
    const answer = this.#machine.read(this.#state);
    return answer instanceof Promise ? answer.then((state) => this.#writeState(state)) : this.#writeState(answer);
  }

  async restored(): Promise<void> {
    const { step, time } = await this.#here();
    this.#eventCount = this.#eventsBefore(step);
    this.writer.append({ kind: 'marker', marker: 'note', label: `restored at step ${step}`, step, time });
    await this.state();
  }

  #writeState(state: MachineState): void {
    this.#state = state;
    this.writer.append({ kind: 'state', set: 'training', ...state });
  }

  #writeEvents({ step: now, time }: Measurement): void {
    const events = this.#experiment.damage;
    // What happened before the recording began is in its first state.
    this.#eventCount ??= this.#eventsBefore(now);
    for (; this.#eventCount < events.length && events[this.#eventCount].step < now; this.#eventCount++) {
      const { step, edges, kind } = events[this.#eventCount];
      // Exact while the step time stays as it is; the machine tells no more about the past.
      this.writer.append({ kind: 'damage', step, time: (time * step) / now, edges: [...edges], damage: kind });
    }
  }

  #eventsBefore(step: number): number {
    return this.#experiment.damage.filter((event) => event.step < step).length;
  }
}
