import type { HistoryPoint, Marker, PathPoint, Sample } from '../../shared/frames.ts';
import type { DamageKind } from '../../shared/documents/network.ts';
import type { MachineChoice } from '../../shared/machines.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Replay } from '../../shared/runs.ts';
import type { PaperEntry, Session, TaskEntry } from '../../shared/session.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine, MachineCheckpoint } from '../machine/machine.ts';
import type { ReplayMachine } from '../machine/replay.ts';
import type { Figures } from './figures.ts';
import type { HistorySnapshot } from './history.ts';
import type { Parameters } from './undoStack.ts';

/** Where an experiment came from, and the way to load it again: a task of the registry, a published experiment, a document of the user or a recording. */
export type ExperimentSource =
  | (({ readonly task: string } | { readonly experiment: string } | { readonly document: unknown }) & {
      /** What runs it; the simulation where nothing is said. */
      readonly machine?: MachineChoice;
    })
  | { /** Path. */ readonly recording: string };

/** What the screen is told once per load: everything of a session that no run changes. */
export type Description = Omit<
  Session,
  'run' | 'seed' | 'stepTime' | 'nudge' | 'history' | 'markers' | 'periods' | 'path' | 'samples' | 'frame'
>;

/** An experiment that was checked and is ready to be put on a machine. */
export interface LoadedExperiment {
  readonly source: ExperimentSource;
  /** What a recording of it says; `null` where it can't be recorded. */
  readonly compiled: Experiment | null;
  /** The experiment as a document, and made ready to run: several tasks in a row as a whole. `null` for a recording. */
  readonly whole: Experiment | null;
  readonly description: Description;
  readonly seed: number;
  /** Those that it says itself; what is in force is the session's. */
  readonly parameters: Parameters;
  /** What its program measures: the set over which the error of the history is taken. */
  readonly measures: 'training' | 'test' | 'present';
  /** Steps from one measurement of its program to the next. */
  readonly measuresEvery: number;
  readonly figures: Figures;
  /** Where its program has several tasks in a row: which of them this describes, from 0, its name, and the step at which the next begins. */
  readonly sequence?: { readonly part: number; readonly title: string; readonly end: number };
  /** Damage that its program does by itself, by step. */
  readonly damageEvents: readonly { readonly step: number; readonly edges: readonly number[]; readonly kind: DamageKind | null }[];
  /** Speed at which learning is pleasant to watch, steps per second of wall time. */
  readonly defaultSpeed: number;
  /** A fresh machine under the program of this experiment, at step 0. */
  createMachine(): Machine | Promise<Machine>;
  /** The machine of an engine that died, where that outlived it; `null` or absent: it was a part of it. @throws ProblemError where its run is gone */
  machineAgain?(checkpoint: MachineCheckpoint): Promise<Machine> | null;
  /** Of a recording: everything that has happened. */
  readonly replay?: LoadedReplay;
}

/** A recording on the bench: all of its past is known before it plays. */
export interface LoadedReplay {
  readonly machine: ReplayMachine;
  readonly about: Replay;
  readonly history: HistorySnapshot<HistoryPoint>;
  readonly markers: readonly Marker[];
  readonly samples: readonly Sample[];
  readonly path: readonly PathPoint[];
  /** Parameters in force at a step. */
  parametersAt(step: number): Parameters;
  close(): Promise<void>;
}

/** The experiments on offer; handed to the engine, so that tests bring their own. */
export interface Library {
  readonly version: string;
  /** The task that a first launch shows. */
  readonly firstTask: string;
  tasks(): TaskEntry[];
  /** The published experiments. */
  papers(): PaperEntry[];
  /**
   * Loads an experiment.
   *
   * @param seed  instead of the one of the document
   * @param part  which of several tasks in a row is described, from 0
   * @throws ProblemError  on an unknown name, or a document or recording that is not right
   */
  load(source: ExperimentSource, seed?: number, part?: number): LoadedExperiment | Promise<LoadedExperiment>;
}

interface SourceRequest {
  readonly task?: string | undefined;
  readonly experiment?: string | undefined;
  readonly document?: unknown;
  readonly machine?: MachineChoice | undefined;
}

/** The source that a `session.load` request names. */
export function sourceOf(request: SourceRequest): ExperimentSource {
  const { task, experiment, document } = request;
  const on = request.machine === undefined ? {} : { machine: request.machine };
  const count = [task, experiment, document].filter((given) => given !== undefined).length;
  if (count === 1 && task !== undefined) return { task, ...on };
  if (count === 1 && experiment !== undefined) return { experiment, ...on };
  if (count === 1) return { document, ...on };
  throw new ProblemError({
    code: 'E-USAGE',
    what: 'Nothing was loaded',
    where: 'session.load',
    why: 'One of a task, a published experiment and a document is to be given.',
    remedy: 'Choose from the list, or open a document.',
  });
}
