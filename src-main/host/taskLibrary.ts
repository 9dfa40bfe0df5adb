import { sourceText } from '../../shared/references.ts';
import { parseDocument, parseJson } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { TaskEntry } from '../../shared/session.ts';
import packageInfo from '../../package.json' with { type: 'json' };
import { compileExperiment } from '../learning/experiment/compile.ts';
import { experimentDocument, type ExperimentDocument } from '../learning/experiment/document.ts';
import { tasks } from '../learning/tasks/index.ts';
import { createSimulatedMachine } from '../machine/simulated.ts';
import { describeExperiment } from './description.ts';
import type { ExperimentSource, Library, LoadedExperiment } from './library.ts';

/** Slower than this nothing seems to happen, steps per second: the boards of 2022 did four. */
const SLOWEST_SPEED = 30;

/** The tasks that come with the program, and documents of the user, on simulated machines. */
export function createTaskLibrary(): Library {
  let entries: TaskEntry[] | null = null;
  return {
    version: packageInfo.version,
    firstTask: 'xor',
    tasks: () => (entries ??= Object.keys(tasks).map(taskEntry)),
    load: loadExperiment,
  };
}

function taskEntry(name: string): TaskEntry {
  const { spec } = tasks[name];
  const { network } = compileExperiment(tasks[name].build());
  return { name, title: spec.title, doc: spec.doc, source: sourceText(spec.reference), edges: network.edgeCount };
}

function loadExperiment(source: ExperimentSource, seed?: number): LoadedExperiment {
  const { document, task, place } = 'task' in source ? documentOfTask(source.task) : documentOfUser(source.document);
  const seeded = seed === undefined ? document : { ...document, seed };
  const experiment = compileExperiment(seeded);
  const { stepTime, clamping, measure } = seeded;
  return {
    source,
    description: describeExperiment(experiment, task, place),
    seed: seeded.seed,
    stepTime,
    // Protocols without a nudge of their own hold the outputs at their labels.
    nudge: 'nudge' in clamping ? clamping.nudge : 1,
    measures: measure.of,
    damageEvents: experiment.damage,
    // Real time, where that is worth watching.
    defaultSpeed: Math.max(1 / stepTime, SLOWEST_SPEED),
    createMachine: () => createSimulatedMachine(experiment),
  };
}

interface NamedDocument {
  document: ExperimentDocument;
  /** Key in the registry; '' for a document of the user. */
  task: string;
  /** Where it was published. */
  place: string;
}

function documentOfTask(name: string): NamedDocument {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task !== undefined) return { document: task.build(), task: name, place: sourceText(task.spec.reference) };
  throw new ProblemError({
    code: 'E-USAGE',
    what: `There is no task "${name}"`,
    where: 'session.load',
    why: `The tasks are ${Object.keys(tasks).join(', ')}.`,
    remedy: 'Choose one of them.',
  });
}

/** A document as text (then faults of the JSON itself are told like any other) or as the value that it stands for. */
function documentOfUser(value: unknown): NamedDocument {
  const place = 'the document';
  const document = parseDocument(experimentDocument, typeof value === 'string' ? parseJson(value, place) : value, place);
  return { document, task: '', place: document.source };
}
