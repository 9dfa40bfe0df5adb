import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ProblemError, problemOf } from '../../shared/problem.ts';
import type { RunEntry, RunList } from '../../shared/runs.ts';
import type { Files, HostClock } from './files.ts';
import { openRecording } from './reader.ts';
import { notesPath, readNotes, writeNotes, type RunNotes } from './runNotes.ts';

const INDEX_NAME = '.twinbench-runs.json';
const INDEX_FORMAT = 'twinbench.runIndex';
/** Counted up whenever an entry says something else: an index of another version is made anew. */
const INDEX_VERSION = 1;
/** Files looked at side by side. */
const LANES = 32;

interface Kept {
  /** Sizes and times of the recording and of its notes: as long as they stay, the entry holds. */
  readonly stamp: string;
  readonly entry?: RunEntry;
  readonly why?: string;
}

const indexSchema = z.object({
  format: z.literal(INDEX_FORMAT),
  version: z.literal(INDEX_VERSION),
  runs: z.record(
    z.string(),
    z.custom<Kept>((value) => typeof value === 'object' && value !== null && 'stamp' in value),
  ),
});

/**
 * The runs of one folder. What the list says is kept in an index beside the files, which is nothing but a cache: it is made
 * anew from the files wherever it is missing, broken or older than they are.
 */
export class RunLibrary {
  readonly folder: string;
  readonly #files: Files;
  readonly #clock: HostClock;

  constructor(folder: string, files: Files, clock: HostClock) {
    this.folder = folder;
    this.#files = files;
    this.#clock = clock;
  }

  /** @cost one look at the status of each file; only files that changed since the last list are opened */
  async list(): Promise<Pick<RunList, 'runs' | 'unreadable'>> {
    const names = await this.#files.list(this.folder);
    const present = new Set(names);
    const kept = await this.#readIndex();
    const found = new Map<string, Kept>();
    const waiting = names.filter((name) => name.endsWith('.mcap'));
    let isChanged = Object.keys(kept).length !== waiting.length;
    const lane = async (): Promise<void> => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const stamp = await this.#stamp(name, present.has(notesPath(name)));
        const isFresh = kept[name]?.stamp === stamp;
        if (!isFresh) isChanged = true;
        found.set(name, isFresh ? kept[name] : { stamp, ...(await this.#look(join(this.folder, name))) });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    if (isChanged) await this.#writeIndex(found);
    const runs = [...found].flatMap(([name, { entry }]) => (entry === undefined ? [] : [{ ...entry, path: join(this.folder, name) }]));
    const unreadable = [...found].flatMap(([name, { why }]) => (why === undefined ? [] : [{ path: join(this.folder, name), why }]));
    runs.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return { runs, unreadable };
  }

  /**
   * Path of a run: of a file, or of the one run of the folder whose identity begins so.
   *
   * @throws ProblemError E-RECORDING-UNKNOWN where there is none, or more than one
   */
  async find(idOrPath: string): Promise<string> {
    if (idOrPath.endsWith('.mcap') || idOrPath !== basename(idOrPath)) return idOrPath;
    const ids = (await this.#files.list(this.folder))
      .filter((name) => name.endsWith('.mcap'))
      .map((name) => name.slice(0, -'.mcap'.length));
    const matches = ids.includes(idOrPath) ? [idOrPath] : ids.filter((id) => id.startsWith(idOrPath));
    if (matches.length === 1) return join(this.folder, `${matches[0]}.mcap`);
    throw new ProblemError({
      code: 'E-RECORDING-UNKNOWN',
      what: matches.length === 0 ? `There is no run "${idOrPath}"` : `"${idOrPath}" is more than one run`,
      where: this.folder,
      why: matches.length === 0 ? 'no file there has such a name' : `${matches.slice(0, 5).join(', ')}${matches.length > 5 ? ' …' : ''}`,
      remedy: '`twinbench runs list` lists the runs; the beginning of an ID is enough, or give the path of a file.',
    });
  }

  notesOf(path: string): Promise<RunNotes> {
    return readNotes(path, this.#files);
  }

  async addNote(path: string, text: string): Promise<void> {
    const notes = await this.notesOf(path);
    await writeNotes(path, { ...notes, notes: [...notes.notes, { text, writtenAt: this.#clock.now() }] }, this.#files);
  }

  async rename(path: string, name: string): Promise<void> {
    await writeNotes(path, { ...(await this.notesOf(path)), name }, this.#files);
  }

  /** Adds a tag, or takes it away where the run has it. Answers whether the run has it now. */
  async toggleTag(path: string, tag: string): Promise<boolean> {
    const notes = await this.notesOf(path);
    const others = notes.tags.filter((other) => other !== tag);
    const isAdded = others.length === notes.tags.length;
    await writeNotes(path, { ...notes, tags: isAdded ? [...others, tag] : others }, this.#files);
    return isAdded;
  }

  /** Moves a run with its notes into the folder `trash` beside it; answers where it is now. */
  async trash(path: string): Promise<string> {
    const bin = join(dirname(path), 'trash');
    let target = join(bin, basename(path));
    for (let count = 2; (await this.#files.status(target)) !== null; count++) {
      target = join(bin, basename(path).replace(/\.mcap$/, `-${count}.mcap`));
    }
    await this.#files.move(path, target);
    if ((await this.#files.status(notesPath(path))) !== null) await this.#files.move(notesPath(path), notesPath(target));
    return target;
  }

  async #stamp(name: string, hasNotes: boolean): Promise<string> {
    const path = join(this.folder, name);
    const statuses = [await this.#files.status(path), hasNotes ? await this.#files.status(notesPath(path)) : null];
    return statuses.map((status) => (status === null ? '' : `${status.size} ${status.modifiedAt}`)).join(', ');
  }

  async #look(path: string): Promise<Omit<Kept, 'stamp'>> {
    try {
      return { entry: await describeRun(path, this.#files) };
    } catch (error) {
      return { why: problemOf(error).why };
    }
  }

  async #readIndex(): Promise<Readonly<Record<string, Kept>>> {
    const text = await this.#files.readText(join(this.folder, INDEX_NAME)).catch(() => null);
    try {
      return text === null ? {} : indexSchema.parse(JSON.parse(text)).runs;
    } catch {
      return {};
    }
  }

  async #writeIndex(runs: ReadonlyMap<string, Kept>): Promise<void> {
    if (runs.size === 0) return;
    const text = JSON.stringify({ format: INDEX_FORMAT, version: INDEX_VERSION, runs: Object.fromEntries(runs) });
    // A folder that can only be read is listed all the same, if slowly.
    await this.#files.writeText(join(this.folder, INDEX_NAME), text).catch(() => undefined);
  }
}

/**
 * What the list says of a run.
 *
 * @throws ProblemError  as openRecording
 */
export async function describeRun(path: string, files: Files): Promise<RunEntry> {
  const recording = await openRecording(path, files);
  try {
    const { header, size } = recording;
    const { counts, endedAt, lastStep, lastError, lastAccuracy, end } = await recording.glance();
    const said = await readNotes(path, files);
    return {
      id: basename(path).replace(/\.mcap$/, ''),
      path,
      name: said.name ?? header.name,
      task: header.document.title,
      machine: header.machine.title,
      createdAt: header.createdAt,
      endedAt,
      bytes: size,
      measurements: counts.measurement,
      lastStep,
      lastError: Number.isFinite(lastError) ? lastError : null,
      lastAccuracy,
      end,
      tags: [...said.tags],
      notes: said.notes.map(({ text }) => text),
    };
  } finally {
    await recording.close();
  }
}
