import type { DamageKind } from '../../shared/documents/network.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Session, TaskEntry } from '../../shared/session.ts';
import type { Machine } from '../machine/machine.ts';

/** Where an experiment came from, and the way to load it again: a task of the registry or a document of the user. */
export type ExperimentSource = { readonly task: string } | { readonly document: unknown };

/** What the screen is told once per load: everything of a session that no run changes. */
export type Description = Omit<Session, 'run' | 'seed' | 'stepTime' | 'nudge' | 'speed' | 'history' | 'markers' | 'frame'>;

/** An experiment that was checked and is ready to be put on a machine. */
export interface LoadedExperiment {
  readonly source: ExperimentSource;
  readonly description: Description;
  readonly seed: number;
  /** s */
  readonly stepTime: number;
  readonly nudge: number;
  /** What its program measures: the set over which the error of the history is taken. */
  readonly measures: 'training' | 'test' | 'present';
  /** Damage that its program does by itself, by step. */
  readonly damageEvents: readonly { readonly step: number; readonly edges: readonly number[]; readonly kind: DamageKind | null }[];
  /** Speed at which learning is pleasant to watch, steps per second of wall time. */
  readonly defaultSpeed: number;
  /** A fresh machine under the program of this experiment, at step 0. */
  createMachine(): Machine;
}

/** The experiments on offer; handed to the engine, so that tests bring their own. */
export interface Library {
  readonly version: string;
  /** The task that a first launch shows. */
  readonly firstTask: string;
  tasks(): TaskEntry[];
  /**
   * Loads an experiment.
   *
   * @param seed  instead of the one of the document
   * @throws ProblemError  on an unknown task or a document that is not right
   */
  load(source: ExperimentSource, seed?: number): LoadedExperiment;
}

/** The source that a `session.load` request names. */
export function sourceOf(request: { task?: string | undefined; document?: unknown }): ExperimentSource {
  const hasDocument = request.document !== undefined;
  if (request.task !== undefined && !hasDocument) return { task: request.task };
  if (request.task === undefined && hasDocument) return { document: request.document };
  throw new ProblemError({
    code: 'E-USAGE',
    what: 'Nothing was loaded',
    where: 'session.load',
    why: 'Either a task or a document is to be given, not both and not neither.',
    remedy: 'Choose a task of the list, or open a document.',
  });
}
