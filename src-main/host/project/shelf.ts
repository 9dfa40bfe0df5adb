import { basename, join } from 'node:path';
import { z } from 'zod';
import { parseDocument, parseJson } from '../../../shared/documents/parse.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { ProjectEntry } from '../../../shared/project.ts';
import { errorCode, writeProblem } from '../../recording/problems.ts';
import type { RecordingPlace } from '../../recording/place.ts';
import { slugOf } from '../../recording/runsFolder.ts';
import { experimentDocument } from '../../learning/experiment/document.ts';
import { parseProject, PROJECT_FORMAT, PROJECT_VERSION, type ProjectDocument } from './document.ts';

/** What the names of project files end with. */
export const ENDING = '.twinbench';
const MOST_RECENT = 10;
/** The list of the recent ones, beside them. */
const LIST = 'recent.json';

const recentSchema = z.array(z.strictObject({ path: z.string(), time: z.number() }));

/** The files of the user's projects: those in the folder of the projects (experiments as documents among them), and those elsewhere that were opened or saved lately. */
export class ProjectShelf {
  readonly folder: string;
  readonly #place: Pick<RecordingPlace, 'files' | 'clock'>;
  /** Files that the user has chosen: the screen may name no others. */
  readonly #chosen = new Set<string>();

  constructor(place: Pick<RecordingPlace, 'files' | 'clock'>, folder: string) {
    this.#place = place;
    this.folder = folder;
  }

  async list(): Promise<{ recent: ProjectEntry[]; others: ProjectEntry[] }> {
    const { files } = this.#place;
    const recent: ProjectEntry[] = [];
    for (const { path, time } of await this.#recent()) {
      if ((await files.status(path).catch(() => null)) !== null) recent.push({ name: nameOf(path), path, time });
    }
    const known = new Set(recent.map(({ path }) => path));
    const others: ProjectEntry[] = [];
    for (const file of await files.list(this.folder)) {
      const path = join(this.folder, file);
      const isOne = file.endsWith(ENDING) || (file.endsWith('.json') && file !== LIST);
      const status = isOne && !known.has(path) ? await files.status(path) : null;
      if (status !== null) others.push({ name: nameOf(path), path, time: status.modifiedAt });
    }
    return { recent, others: others.sort((one, other) => other.time - one.time) };
  }

  /** The user has chosen this file: it may be opened from now on. */
  choose(path: string): void {
    this.#chosen.add(path);
  }

  /** @throws ProblemError  on a file that is not there, is none of ours, or is wrong anywhere */
  async read(path: string): Promise<ProjectDocument> {
    const { recent, others } = await this.list();
    if (!this.#chosen.has(path) && ![...recent, ...others].some((entry) => entry.path === path)) {
      throw unreadable(path, 'It is not in the list of projects any more, or was never there.');
    }
    const text = await this.#place.files.readText(path).catch((error: unknown) => {
      throw unreadable(path, error instanceof Error ? error.message : String(error));
    });
    if (text === null) throw unreadable(path, 'There is no such file any more.');
    return projectOf(parseJson(text, path), path);
  }

  /** Where a project of this name lies in the folder of the projects. */
  pathOf(name: string): string {
    const words = name.replace(/\.(twinbench|json)$/i, '');
    return join(this.folder, `${slugOf(words) || 'project'}${ENDING}`);
  }

  async isThere(path: string): Promise<boolean> {
    return (await this.#place.files.status(path)) !== null;
  }

  /** Writes the whole file at once: whoever reads it sees the old or the new one. @throws ProblemError E-PROJECT-WRITE */
  async write(path: string, text: string): Promise<void> {
    await this.#place.files.writeText(path, text).catch((error: unknown) => {
      throw unwritable(path, error);
    });
    await this.remember(path);
  }

  /** Puts a file at the top of the recent ones. A list that can't be written is no reason not to open or save. */
  async remember(path: string): Promise<void> {
    const others = (await this.#recent()).filter((entry) => entry.path !== path);
    const list = [{ path, time: this.#place.clock.now() }, ...others].slice(0, MOST_RECENT);
    await this.#place.files.writeText(this.#listPath, `${JSON.stringify(list, null, 2)}\n`).catch(() => undefined);
  }

  get #listPath(): string {
    return join(this.folder, LIST);
  }

  /** A list that is torn is begun anew. */
  async #recent(): Promise<z.infer<typeof recentSchema>> {
    const text = await this.#place.files.readText(this.#listPath).catch(() => null);
    try {
      return recentSchema.parse(JSON.parse(text ?? '[]'));
    } catch {
      return [];
    }
  }
}

/** A project; or an experiment that somebody put into the folder, as the beginning of one: it was never saved. */
function projectOf(value: unknown, path: string): ProjectDocument {
  const isExperiment = typeof value === 'object' && value !== null && 'format' in value && value.format === experimentDocument.format;
  if (!isExperiment) return parseProject(value, path);
  const experiment = parseDocument(experimentDocument, value, path);
  return parseProject({ format: PROJECT_FORMAT, version: PROJECT_VERSION, experiment }, path);
}

/** What a project is called: its file without the ending. */
export function nameOf(path: string): string {
  return basename(path).replace(/\.(twinbench|json)$/i, '');
}

function unreadable(path: string, why: string): ProblemError {
  return new ProblemError({
    code: 'E-PROJECT-READ',
    what: 'The project can’t be opened',
    where: path,
    why,
    remedy: 'Choose another one, or find its file and open that.',
  });
}

export function unwritable(path: string, error: unknown): ProblemError {
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errorCode(error)) ? 'the disk is full' : null;
  return new ProblemError({
    code: 'E-PROJECT-WRITE',
    what: 'The project can’t be saved',
    where: path,
    why: full ?? writeProblem(path, error).why,
    remedy: 'What was saved before is still there. Save it under another name, or make room.',
  });
}
