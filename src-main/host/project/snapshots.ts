import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { parseJson } from '../../../shared/documents/parse.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { Recoverable } from '../../../shared/project.ts';
import type { RecordingPlace } from '../../recording/place.ts';
import { parseProject, type ProjectDocument } from './document.ts';
import { ENDING } from './shelf.ts';

/** So many snapshots of one project are kept; the oldest goes first. */
const MOST_KEPT = 20;

const ownerSchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  /** Process that works on the project, 0 where none does. */
  process: z.int(),
});

/** Whose snapshots they are. */
export interface Owner {
  readonly key: string;
  readonly name: string;
  readonly path: string;
}

export interface SnapshotParts {
  readonly place: Pick<RecordingPlace, 'files' | 'clock'>;
  /** Folder of the snapshots. */
  readonly folder: string;
  readonly process: number;
  /** Whether another process lives. */
  readonly isAlive: (process: number) => boolean;
}

/**
 * Snapshots of what is not saved yet, one series for each project: `<key>.json` says whose they are, `<key>~<ms>.twinbench` are the
 * snapshots. They lie there while there are unsaved changes; what a process left behind that is gone can be recovered.
 */
export class Snapshots {
  readonly #parts: SnapshotParts;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  /** Keeps a project as it is now. Rejects with Node's error. */
  async keep(owner: Owner, text: string): Promise<void> {
    const { place } = this.#parts;
    await this.#own(owner, this.#parts.process);
    const stamp = String(Math.round(place.clock.now() * 1000)).padStart(15, '0');
    await place.files.writeText(this.#path(`${owner.key}~${stamp}${ENDING}`), text);
    const kept = await this.#of(owner.key);
    for (const file of kept.slice(MOST_KEPT)) await place.files.remove(this.#path(file));
  }

  /** Nobody works on it any more, and its changes are not saved. */
  async leave(owner: Owner): Promise<void> {
    if ((await this.#of(owner.key)).length > 0) await this.#own(owner, 0);
  }

  /** Its changes are saved, or nobody wants them. */
  async drop(key: string): Promise<void> {
    const { files } = this.#parts.place;
    for (const file of await this.#of(key)) await files.remove(this.#path(file));
    await files.remove(this.#path(`${key}.json`));
  }

  /** What was left behind: by processes that are gone, and by this one. @param present  key of what is on the bench */
  async list(present: string): Promise<Recoverable[]> {
    const { place, process: own, isAlive, folder } = this.#parts;
    const found: Recoverable[] = [];
    for (const file of await place.files.list(folder)) {
      const key = /^([\w-]+)\.json$/.exec(file)?.[1];
      if (key === undefined || key === present) continue;
      const owner = await this.#ownerOf(key);
      if (owner === null || (owner.process !== 0 && owner.process !== own && isAlive(owner.process))) continue;
      const snapshots = (await this.#of(key)).map((id) => ({ id, time: timeOf(id) }));
      if (snapshots.length > 0) found.push({ key, name: owner.name, path: owner.path, snapshots });
    }
    return found.sort((one, other) => other.snapshots[0].time - one.snapshots[0].time);
  }

  /** A snapshot with its owner. @throws ProblemError  where it is gone or torn */
  async read(id: string): Promise<{ owner: Owner; document: ProjectDocument }> {
    const key = /^([\w-]+)~\d+\.twinbench$/.exec(id)?.[1] ?? '';
    const owner = key === '' ? null : await this.#ownerOf(key);
    const text = owner === null ? null : await this.#parts.place.files.readText(this.#path(id));
    if (owner === null || text === null) throw gone(id);
    return { owner: { key, name: owner.name, path: owner.path }, document: parseProject(parseJson(text, id), id) };
  }

  #path(file: string): string {
    return join(this.#parts.folder, file);
  }

  async #own({ key, name, path }: Owner, id: number): Promise<void> {
    await this.#parts.place.files.writeText(this.#path(`${key}.json`), JSON.stringify({ name, path, process: id }));
  }

  async #ownerOf(key: string): Promise<z.infer<typeof ownerSchema> | null> {
    const text = await this.#parts.place.files.readText(this.#path(`${key}.json`));
    try {
      return ownerSchema.parse(JSON.parse(text ?? ''));
    } catch {
      return null;
    }
  }

  /** Its snapshots, newest first. */
  async #of(key: string): Promise<string[]> {
    const files = await this.#parts.place.files.list(this.#parts.folder);
    return files
      .filter((file) => file.startsWith(`${key}~`) && file.endsWith(ENDING))
      .sort()
      .reverse();
  }
}

/** Whether a process lives, be it another user's. */
export function processLives(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** s since 1970-01-01 UTC. */
function timeOf(id: string): number {
  return Number(/~(\d+)\./.exec(id)?.[1] ?? 0) / 1000;
}

function gone(id: string): ProblemError {
  return new ProblemError({
    code: 'E-PROJECT-READ',
    what: 'There is nothing to recover',
    where: id,
    why: 'The snapshot is not there any more: it was recovered, saved or discarded, perhaps by another window.',
    remedy: 'Open the project itself.',
  });
}
