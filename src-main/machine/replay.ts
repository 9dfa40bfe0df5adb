import type { Marker } from '../../shared/frames.ts';
import { ProblemError } from '../../shared/problem.ts';
import { formatPlain, formatQuantity } from '../../shared/units.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Capability, Machine, MachineState, Measurement } from './machine.ts';
import type { MeasuredSet, RecordedEvent, RecordedMeasurement, RecordedState, RecordingHeader } from './recorded.ts';

/** When a recording was measured, and what came out: one entry per measurement that the program scheduled, ascending. */
export interface Timeline {
  readonly steps: readonly number[];
  /** Learning time, s. */
  readonly times: readonly number[];
  /** V² */
  readonly errors: readonly number[];
  readonly accuracies: readonly (number | null)[];
}

/** What is known of one measurement: those of other sets that were taken at the same step, and the state. */
export interface Moment {
  readonly measurements: Readonly<Partial<Record<MeasuredSet, RecordedMeasurement>>>;
  readonly state: RecordedState | null;
}

/** A recording laid out for going back and forth in it (src-main/recording makes one of a file). */
export interface ReplaySource {
  readonly header: RecordingHeader;
  readonly timeline: Timeline;
  /** Damage, parameters, markers and notes, in order. */
  readonly remarks: readonly RecordedEvent[];
  /** @param index  into the timeline */
  moment(index: number): Promise<Moment>;
}

/** A recording as a machine: what happened happens again, at any pace, in both directions. */
export interface ReplayMachine extends Machine {
  readonly experiment: Experiment;
  readonly timeline: Timeline;
  readonly markers: readonly Marker[];
  /** Step at which the replay stands; the state is that of the last measurement up to it. */
  readonly position: number;
  /** Index of that measurement in the timeline. */
  readonly index: number;
  /** Goes to a step without telling the measurements on the way. Clamped to the recording. */
  seek(step: number): Promise<void>;
}

/** What a replay can do where the recorded machine could. */
const readable: readonly Capability[] = ['readFree', 'readClamped', 'readStates'];

/**
 * Replays a recording. `advance` tells the listeners every recorded measurement on the way, as it was; it does fewer steps than
 * asked at the end of the recording.
 *
 * @throws ProblemError E-RUN-INVALID where the recording holds no measurement
 */
export async function createReplayMachine(source: ReplaySource): Promise<ReplayMachine> {
  const { timeline, header } = source;
  const last = lastIndex(timeline);
  const experiment = compileExperiment(header.document);
  const listeners: ((measurement: Measurement) => void)[] = [];
  let index = 0;
  let position = timeline.steps[0];
  let moment = await fittingMoment(source, experiment, 0);

  const seek = async (step: number): Promise<void> => {
    position = Math.min(Math.max(step, timeline.steps[0]), timeline.steps[last]);
    index = indexAt(timeline.steps, position);
    moment = await fittingMoment(source, experiment, index);
  };
  const refuse = (what: string) => (): never => {
    throw unable(what, 'it shows what has happened', 'Train the experiment again to do it differently.');
  };

  return {
    experiment,
    timeline,
    markers: source.remarks.flatMap((event) => markerOf(event, experiment.network.edgeIds)),
    identity: { kind: 'replay', title: `Recording of ${header.machine.title}` },
    capabilities: new Set<Capability>([...readable.filter((name) => header.capabilities.includes(name)), 'checkpoint']),
    network: experiment.network,
    get position() {
      return position;
    },
    get index() {
      return index;
    },
    seek,
    onMeasurement: (listener) => void listeners.push(listener),
    async advance(steps) {
      const from = position;
      const target = Math.min(from + steps, timeline.steps[last]);
      while (index < last && timeline.steps[index + 1] <= target) {
        moment = await fittingMoment(source, experiment, ++index);
        const measurement = moment.measurements[header.document.measure.of];
        if (measurement !== undefined) for (const listener of listeners) listener(plain(measurement));
      }
      position = target;
      return target - from;
    },
    measure: (set) => {
      const measurement = moment.measurements[set];
      return measurement === undefined ? unmeasured(experiment, set, timeline, index) : plain(measurement);
    },
    read: (state) => readMoment(experiment, moment, timeline, index, state),
    respond: refuse('answer other inputs'),
    setLearning: refuse('be frozen'),
    setNudge: refuse('be nudged differently'),
    setStepTime: refuse('take another step time'),
    damage: refuse('be damaged'),
    checkpoint: () => ({ kind: 'replay', data: position }),
    restore: async ({ data }) => {
      if (typeof data !== 'number')
        throw unable('be taken up there', 'the checkpoint is of another machine', 'Seek a step of the recording.');
      await seek(data);
    },
  };
}

/** What is known of a measurement; a state of another network, which no program of ours writes, is none. */
async function fittingMoment(source: ReplaySource, { network }: Experiment, index: number): Promise<Moment> {
  const { measurements, state } = await source.moment(index);
  const isFitting = state?.freeVoltages.length === network.nodeCount && state.states.length === network.edgeCount;
  return { measurements, state: isFitting ? state : null };
}

/** @throws ProblemError E-RUN-INVALID where nothing was measured */
function lastIndex({ steps }: Timeline): number {
  if (steps.length > 0) return steps.length - 1;
  throw unable('be replayed', 'it holds no measurement', 'Record longer, or measure more often (--every).');
}

/** Index of the last step up to this one. */
function indexAt(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}

function plain({ step, time, error, accuracy, outputs, labels }: RecordedMeasurement): Measurement {
  return { step, time, error, accuracy, outputs, labels };
}

/** A set that was not measured then: the shape of it, and nothing in it. */
function unmeasured({ training, test, outputs }: Experiment, set: MeasuredSet, { steps, times }: Timeline, index: number): Measurement {
  const datapoints = set === 'present' ? 1 : ((set === 'test' ? test : null) ?? training).count;
  const nothing = new Float64Array(datapoints * outputs.plus.length).fill(Number.NaN);
  return { step: steps[index], time: times[index], error: Number.NaN, accuracy: null, outputs: nothing, labels: nothing.slice() };
}

function readMoment(
  { network }: Experiment,
  { state }: Moment,
  { steps, times }: Timeline,
  index: number,
  into?: MachineState,
): MachineState {
  const unknown = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
  const result = into ?? ({} as MachineState);
  return Object.assign(result, {
    step: steps[index],
    time: times[index],
    isLearning: state?.isLearning ?? true,
    datapoint: state?.datapoint ?? -1,
    freeVoltages: state?.freeVoltages.slice() ?? unknown(network.nodeCount),
    clampedVoltages: state?.clampedVoltages.slice() ?? unknown(network.nodeCount),
    states: state?.states.slice() ?? unknown(network.edgeCount),
    conductances: state?.conductances.slice() ?? unknown(network.edgeCount),
    damage: state === null ? new Array<null>(network.edgeCount).fill(null) : [...state.damage],
  });
}

/** The line that an event draws on a plot, if it draws one. */
function markerOf(event: RecordedEvent, edgeIds: readonly string[]): Marker[] {
  const { step, time } = event;
  switch (event.kind) {
    case 'damage': {
      const subject = event.edges.length > 3 ? `${event.edges.length} edges` : event.edges.map((edge) => edgeIds[edge] ?? '?').join(', ');
      return [{ step, time, kind: event.damage ?? 'repair', label: `${subject}: ${event.damage ?? 'repaired'}` }];
    }
    case 'setting':
      return [{ step, time, kind: 'parameter', label: `${event.edges.map((edge) => edgeIds[edge] ?? '?').join(', ')} set by hand` }];
    case 'parameter':
      return [{ step, time, kind: 'parameter', label: parameterLabel(event.name, event.value) }];
    case 'marker':
      return [{ step, time, kind: event.marker, label: event.label }];
    case 'note':
      return [{ step, time, kind: 'note', label: event.text }];
    case 'measurement':
    case 'state':
    case 'log':
    case 'end':
      return [];
  }
}

function parameterLabel(name: 'nudge' | 'stepTime' | 'learning', value: number): string {
  if (name === 'learning') return value === 1 ? 'learning on' : 'learning frozen';
  return name === 'nudge' ? `nudge ${formatPlain(value)}` : `step time ${formatQuantity(value, 's')}`;
}

function unable(what: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: `A recording can’t ${what}`, why, remedy });
}
