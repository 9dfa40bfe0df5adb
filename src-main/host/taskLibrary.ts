import { sourceText } from '../../shared/references.ts';
import { NETWORK_FORMAT } from '../../shared/documents/network.ts';
import { parseDocument, parseJson } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { PaperEntry, TaskEntry } from '../../shared/session.ts';
import packageInfo from '../../package.json' with { type: 'json' };
import { experiments } from '../experiments/index.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import { experimentDocument, type ExperimentDocument } from '../learning/experiment/document.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { tasks } from '../learning/tasks/index.ts';
import type { Files } from '../recording/files.ts';
import { nodeFiles } from '../recording/nodeFiles.ts';
import { describeExperiment } from './description.ts';
import { figuresOf } from './figures.ts';
import { paperEntries } from './gallery.ts';
import type { Description, ExperimentSource, Library, LoadedExperiment } from './library.ts';
import { createMachine, identityOf, machineAgain } from './machines.ts';
import { loadReplay } from './replays.ts';

/** Slower than this nothing seems to happen, steps per second: the boards of 2022 did four. */
const SLOWEST_SPEED = 30;

/** Everything but recordings is there at once. */
export interface TaskLibrary extends Library {
  load(source: NamedSource, seed?: number, part?: number): LoadedExperiment;
  load(source: ExperimentSource, seed?: number, part?: number): LoadedExperiment | Promise<LoadedExperiment>;
}

/** The tasks and published experiments that come with the program, and documents of the user, on simulated machines. */
export function createTaskLibrary(files: Files = nodeFiles): TaskLibrary {
  let entries: TaskEntry[] | null = null;
  let papers: PaperEntry[] | null = null;
  return {
    version: packageInfo.version,
    firstTask: 'xor',
    tasks: () => (entries ??= Object.keys(tasks).map(taskEntry)),
    papers: () => (papers ??= paperEntries()),
    load: ((source: ExperimentSource, seed?: number, part?: number) =>
      'recording' in source ? loadReplay(source.recording, files) : loadExperiment(source, seed, part)) as TaskLibrary['load'],
  };
}

function taskEntry(name: string): TaskEntry {
  const { spec } = tasks[name];
  const { network } = compileExperiment(tasks[name].build());
  return { name, title: spec.title, doc: spec.doc, source: sourceText(spec.reference), edges: network.edgeCount };
}

function loadExperiment(source: NamedSource, seed?: number, part = 0): LoadedExperiment {
  const { document, ...names } = documentOf(source);
  const seeded = seed === undefined ? document : { ...document, seed };
  const whole = compileExperiment(seeded);
  const experiment = part === 0 ? whole : whole.sequence[part - 1].experiment;
  const figures = figuresOf(experiment);
  const { stepTime, clamping, measure, stop } = experiment.document;
  return {
    source,
    // A recording has one set of outputs.
    compiled: whole.sequence.length > 0 ? null : whole,
    whole,
    description: {
      ...describeExperiment(experiment, figures, wordsOfPart(names, whole, part)),
      machine: { ...identityOf(source.machine), ...(source.machine?.isDemo === true ? { isDemo: true } : {}) },
    },
    seed: seeded.seed,
    // Protocols without a nudge of their own hold the outputs at their labels.
    parameters: { nudge: 'nudge' in clamping ? clamping.nudge : 1, stepTime, stop },
    measures: measure.of,
    measuresEvery: measure.every,
    figures,
    ...(whole.sequence.length > 0 ? { sequence: placeInSequence(whole, part) } : {}),
    damageEvents: whole.damage,
    // Real time, where that is worth watching.
    defaultSpeed: Math.max(1 / stepTime, SLOWEST_SPEED),
    createMachine: () => createMachine(whole, source.machine),
    machineAgain: (checkpoint) => machineAgain(whole, source.machine, checkpoint),
  };
}

/** Which of several tasks in a row this is. */
function placeInSequence({ document }: Experiment, part: number): NonNullable<LoadedExperiment['sequence']> {
  const title = part === 0 ? document.title : document.sequence[part - 1].title;
  return { part, title, end: document.sequence[part]?.step ?? Infinity };
}

/** Title and text of an experiment, with the task in turn where there are several in a row. */
function wordsOfPart<W extends Pick<Description, 'title' | 'doc'>>(words: W, whole: Experiment, part: number): W {
  if (part === 0) return words;
  const { title } = placeInSequence(whole, part);
  return { ...words, title: `${words.title} (${part + 1} of ${whole.sequence.length + 1})`, doc: `${title}. ${words.doc}` };
}

/** Everything but a recording, which is not made anew. */
type NamedSource = Exclude<ExperimentSource, { readonly recording: string }>;

type NamedDocument = { document: ExperimentDocument } & Pick<Description, 'task' | 'experiment' | 'title' | 'doc' | 'source'>;

function documentOf(source: NamedSource): NamedDocument {
  if ('task' in source) return documentOfTask(source.task);
  if ('experiment' in source) return documentOfExperiment(source.experiment);
  return documentOfUser(source.document);
}

function documentOfTask(name: string): NamedDocument {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) throw unknownName('task', name, Object.keys(tasks));
  const document = task.build();
  return { document, task: name, experiment: '', ...wordsOf(document), source: sourceText(task.spec.reference) };
}

function documentOfExperiment(name: string): NamedDocument {
  const entry = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (entry === undefined) throw unknownName('published experiment', name, Object.keys(experiments));
  const document = entry.document();
  const { title, doc, reference } = entry.spec;
  if (document !== null) return { document, task: '', experiment: name, title, doc, source: sourceText(reference) };
  throw new ProblemError({
    code: 'E-USAGE',
    what: `"${title}" can’t be opened on the bench`,
    where: 'session.load',
    why: 'It is an analysis without a run that could be watched.',
    remedy: `Run it in a terminal: npx twinbench experiment run ${name}`,
  });
}

/** A document as text (then faults of the JSON itself are told like any other) or as the value that it stands for. */
function documentOfUser(value: unknown): NamedDocument {
  const place = 'the document';
  const content = typeof value === 'string' ? parseJson(value, place) : value;
  refuseNetwork(content, place);
  const document = parseDocument(experimentDocument, content, place);
  return { document, task: '', experiment: '', ...wordsOf(document), source: document.source };
}

function wordsOf({ title, description }: ExperimentDocument): Pick<Description, 'title' | 'doc'> {
  return { title, doc: description };
}

/** A network alone is a good document, but there is nothing to train. */
function refuseNetwork(content: unknown, place: string): void {
  if (typeof content !== 'object' || content === null || !('format' in content) || content.format !== NETWORK_FORMAT) return;
  throw new ProblemError({
    code: 'E-DOC-FORMAT',
    what: 'The bench can’t open a network without a task',
    where: `${place}, at $.format`,
    why: `A ${NETWORK_FORMAT} document has nothing to learn; the bench opens ${experimentDocument.format} documents.`,
    remedy: 'Solve it in a terminal: npx twinbench solve FILE. To train it, put it into an experiment as its "network".',
  });
}

function unknownName(what: string, name: string, known: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'E-USAGE',
    what: `There is no ${what} "${name}"`,
    where: 'session.load',
    why: `There are ${known.join(', ')}.`,
    remedy: 'Choose one of them.',
  });
}
