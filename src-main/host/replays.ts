import type { HistoryPoint, PathPoint, Sample } from '../../shared/frames.ts';
import type { PlotKind } from '../../shared/plots.ts';
import type { Replay } from '../../shared/runs.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Measurement } from '../machine/machine.ts';
import type { RecordedEvent } from '../machine/recorded.ts';
import { createReplayMachine, type ReplayMachine, type ReplaySource } from '../machine/replay.ts';
import type { Files } from '../recording/files.ts';
import { lossText } from '../recording/lossText.ts';
import { openRecording, type StoredRecording } from '../recording/reader.ts';
import { replaySourceOf } from '../recording/replaySource.ts';
import { readNotes } from '../recording/runNotes.ts';
import { Tally } from '../recording/tally.ts';
import { describeExperiment } from './description.ts';
import { figuresOf, type Figures } from './figures.ts';
import { History } from './history.ts';
import type { Description, LoadedExperiment, LoadedReplay } from './library.ts';
import { RunSampler } from './runSampler.ts';
import type { Parameters } from './undoStack.ts';

/** Plots that need a machine that answers, or more of its states than a recording has. */
const unplayable: readonly PlotKind[] = ['outputMap', 'periods', 'power'];
/** A long recording plays from its beginning to its end in about so many seconds, unless it is asked to go slower. */
const PLAYING_SECONDS = 60;

/**
 * Lays a recording out for the bench.
 *
 * @throws ProblemError E-RECORDING-READ, E-RUN-INVALID; what the files throw while it is read
 * @cost   one pass over the file
 */
export async function loadReplay(path: string, files: Files): Promise<LoadedExperiment> {
  const recording = await openRecording(path, files);
  try {
    return await layOut(recording, path, files);
  } catch (error) {
    await recording.close();
    throw error;
  }
}

async function layOut(recording: StoredRecording, path: string, files: Files): Promise<LoadedExperiment> {
  const { header } = recording;
  const { document } = header;
  const experiment = compileExperiment(document);
  const figures = playable(figuresOf(experiment));
  const sampler = new RunSampler(experiment, figures);
  const history = new History<HistoryPoint>();
  const tally = new Tally(header.createdAt);
  let unreadable = 0;
  const source = await replaySourceOf(recording, {
    onEvent(event) {
      tally.add(event);
      sampler.add(event);
      if (event.kind === 'measurement' && event.set === document.measure.of) history.add(pointOf(event, figures));
    },
    onGap: (bytes) => void (unreadable += bytes),
  });
  const machine = withKnownOutputs(await createReplayMachine(source), experiment, sampler);
  const name = (await readNotes(path, files)).name ?? header.name;
  // What has happened stops nowhere.
  const parameters = { nudge: 'nudge' in document.clamping ? document.clamping.nudge : 1, stepTime: document.stepTime, stop: [] };
  const about = aboutOf(recording, source, name, lossText(tally.survey(unreadable, null).loss));
  const words = {
    task: '',
    experiment: '',
    title: name || document.title,
    doc: document.description,
    source: recordedText(header.createdAt),
  };
  const machineWords = { kind: 'replay', title: machine.identity.title } as const;
  const described = describeExperiment(experiment, figures, words);
  const description = { ...described, machine: machineWords, plannedSteps: about.lastStep, replay: about };
  return {
    source: { recording: path },
    compiled: null,
    whole: null,
    description,
    seed: document.seed,
    parameters,
    measures: document.measure.of,
    measuresEvery: document.measure.every,
    figures,
    // Damage is among the markers of the recording.
    damageEvents: [],
    defaultSpeed: Math.max(1 / document.stepTime, (about.lastStep - about.firstStep) / PLAYING_SECONDS),
    createMachine: () => machine,
    replay: {
      machine,
      about,
      history: history.save(),
      markers: machine.markers,
      samples: sampler.samples,
      path: figures.plots.includes('phasePlane') ? pathOf(sampler.samples, description.edges) : [],
      parametersAt: parametersOf(source.remarks, parameters),
      close: () => recording.close(),
    },
  };
}

function playable(figures: Figures): Figures {
  return { ...figures, plots: figures.plots.filter((kind) => !unplayable.includes(kind)) };
}

function pointOf(event: RecordedEvent & { kind: 'measurement' }, figures: Figures): HistoryPoint {
  const { step, time, error, accuracy } = event;
  return { step, time, error: Number.isFinite(error) ? error : null, accuracy, ...figures.derive(event) };
}

function aboutOf({ header }: StoredRecording, { timeline }: ReplaySource, name: string, loss: string | null): Replay {
  const { steps, times } = timeline;
  return {
    id: header.id,
    name,
    recordedAt: header.createdAt,
    origin: header.origin,
    recordedKind: header.machine.kind,
    firstStep: steps[0],
    lastStep: steps[steps.length - 1],
    firstTime: times[0],
    lastTime: times[times.length - 1],
    measurements: steps.length,
    loss: loss ?? '',
  };
}

function recordedText(createdAt: number): string {
  return `recorded ${new Date(createdAt * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * A recording that measured one datapoint at a time has no measurement of the training set: its outputs are those that were seen
 * last of each datapoint.
 */
function withKnownOutputs(machine: ReplayMachine, { training, outputs }: Experiment, sampler: RunSampler): ReplayMachine {
  const measure = (set: 'training' | 'test' | 'present'): Measurement => {
    // A replay answers at once.
    const measurement = machine.measure(set) as Measurement;
    if (set !== 'training' || measurement.outputs.some((value) => !Number.isNaN(value))) return measurement;
    const known = sampler.knownAt(measurement.step);
    const width = outputs.plus.length;
    if (known === null) return measurement;
    const values = Float64Array.from(
      { length: training.count * width },
      (_, index) => known[Math.floor(index / width)][index % width] ?? NaN,
    );
    return { ...measurement, outputs: values, labels: training.labels.slice() };
  };
  // Position and index are read through: a spread would freeze them.
  return Object.defineProperty(Object.create(machine) as ReplayMachine, 'measure', { value: measure });
}

/** The plane of the two edges that learn. */
function pathOf(samples: readonly Sample[], edges: Description['edges']): PathPoint[] {
  const [first, second] = edges.flatMap(({ isAdaptive }, edge) => (isAdaptive ? [edge] : []));
  return samples.map(({ step, time, states }) => ({ step, time, states: [states[first], states[second]] }));
}

function parametersOf(remarks: readonly RecordedEvent[], initial: Parameters): LoadedReplay['parametersAt'] {
  return (step) => {
    const present = { ...initial };
    for (const event of remarks) {
      if (event.step > step) break;
      if (event.kind === 'parameter' && event.name !== 'learning') present[event.name] = event.value;
    }
    return present;
  };
}
