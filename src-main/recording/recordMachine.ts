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
  const { damage: events, document } = experiment;
  let state: MachineState | null = null;
  /** Damage events of the document that were written. */
  let eventCount = 0;

  const writeState = (read: MachineState): void => {
    state = read;
    writer.append({ kind: 'state', set: 'training', ...read });
  };
  const readState = (): void | Promise<void> => {
    const answer = machine.read(state ?? undefined);
    // A simulation answers at once, and is written at once: in the middle of `advance`, before it goes on.
    return answer instanceof Promise ? answer.then(writeState) : writeState(answer);
  };
  let lastStep = -1;
  const write = (measurement: Measurement): void | Promise<void> => {
    lastStep = measurement.step;
    for (; eventCount < events.length && events[eventCount].step < measurement.step; eventCount++) {
      const { step, edges, kind } = events[eventCount];
      // Exact while the step time stays as it is; the machine tells no more about the past.
      writer.append({ kind: 'damage', step, time: (measurement.time * step) / measurement.step, edges: [...edges], damage: kind });
    }
    writer.append({ kind: 'measurement', set: document.measure.of, ...measurement });
    return readState();
  };
  /** Where the machine stands. */
  const here = async (): Promise<{ step: number; time: number }> => {
    state = await machine.read(state ?? undefined);
    return { step: state.step, time: state.time };
  };
  const parameter = async (name: 'nudge' | 'stepTime' | 'learning', value: number): Promise<void> => {
    writer.append({ kind: 'parameter', name, value, ...(await here()) });
  };

  machine.onMeasurement((measurement) => void write(measurement));
  return {
    identity: machine.identity,
    capabilities: machine.capabilities,
    network: machine.network,
    advance: (steps) => machine.advance(steps),
    onMeasurement: (listener) => machine.onMeasurement(listener),
    measure: (set) => machine.measure(set),
    respond: (rows) => machine.respond(rows),
    read: (into) => machine.read(into),
    async setLearning(isLearning) {
      await machine.setLearning(isLearning);
      await parameter('learning', isLearning ? 1 : 0);
    },
    async setNudge(nudge) {
      await machine.setNudge(nudge);
      await parameter('nudge', nudge);
    },
    async setStepTime(stepTime) {
      await machine.setStepTime(stepTime);
      await parameter('stepTime', stepTime);
    },
    async damage(edges, kind) {
      await machine.damage(edges, kind);
      writer.append({ kind: 'damage', edges: [...edges], damage: kind, ...(await here()) });
      await readState();
    },
    checkpoint: () => machine.checkpoint(),
    async restore(checkpoint) {
      await machine.restore(checkpoint);
      const { step, time } = await here();
      eventCount = events.filter((event) => event.step < step).length;
      writer.append({ kind: 'marker', marker: 'note', label: `restored at step ${step}`, step, time });
      await readState();
    },
    begin: async () => write(await machine.measure(document.measure.of)),
    note: async (text) => writer.append({ kind: 'note', text, ...(await here()) }),
    mark: async (kind, label) => writer.append({ kind: 'marker', marker: kind, label, ...(await here()) }),
    log: async (level, text) => writer.append({ kind: 'log', level, text, ...(await here()) }),
    async finish(reason) {
      // The end is measured too, whether or not the program does so there; a machine that failed can't be asked.
      if (reason !== 'failed' && (await here()).step !== lastStep) await write(await machine.measure(document.measure.of));
      await writer.close(reason);
    },
  };
}
