import { randomUUID } from 'node:crypto';
import type { Draft } from '../../../shared/draft.ts';
import type { Look } from '../../../shared/project.ts';
import { UndoStack } from '../undoStack.ts';
import type { Owner } from './snapshots.ts';

/** A project as plain data, for checkpoints of the engine. What the user did to it is with the session's. */
export interface ProjectSnapshot {
  key: string;
  name: string;
  path: string;
  savedAt: number | null;
  isChanged: boolean;
  isOwn: boolean;
  draft: Draft | null;
  look: Look | null;
}

/** What somebody works on: an experiment with a file, or without one yet, and everything that was done to it. */
export class Project {
  readonly undo = new UndoStack();
  readonly key: string;
  /** "" before it has a file. */
  path = '';
  /** Of its file without the ending; "" before it has one and nobody named it. */
  name = '';
  /** s since 1970-01-01 UTC. */
  savedAt: number | null = null;
  look: Look | null = null;
  /** The experiment as it was edited, where the run does not follow it yet. */
  draft: Draft | null = null;
  isChanged = false;
  /** Whether it is the user's own work: it was edited, or has a file. A demonstration that somebody has cut an edge of is not. */
  isOwn = false;

  constructor(key: string = randomUUID()) {
    this.key = key;
  }

  static resume(saved: ProjectSnapshot): Project {
    const { key, ...state } = saved;
    return Object.assign(new Project(key), state);
  }

  get owner(): Owner {
    return { key: this.key, name: this.name, path: this.path };
  }

  save(): ProjectSnapshot {
    const { key, name, path, savedAt, isChanged, isOwn, draft, look } = this;
    return { key, name, path, savedAt, isChanged, isOwn, draft, look };
  }
}
