import { basename } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';
import type { RunEntry, RunList } from '../../shared/runs.ts';
import { describeRun, RunLibrary } from '../recording/library.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { writeProblem } from '../recording/problems.ts';
import { notesPath } from '../recording/runNotes.ts';
import type { Trashed } from '../recording/trash.ts';
import type { Shell } from './shell.ts';

/** The folder of the runs as the screens see it. */
export class RunShelf {
  readonly #place: RecordingPlace;
  readonly #shell: Shell;
  readonly #library: RunLibrary;
  /** What was deleted and can be put back, by the word that a screen has for it. */
  readonly #trashed = new Map<string, readonly Trashed[]>();
  #count = 0;

  constructor(place: RecordingPlace, shell: Shell) {
    this.#place = place;
    this.#shell = shell;
    this.#library = new RunLibrary(place.folder, place.files, place.clock);
  }

  async list(): Promise<RunList> {
    return { folder: this.#place.folder, ...(await this.#library.list()) };
  }

  /** Path of a run. @throws ProblemError E-RECORDING-UNKNOWN */
  async find(run: string): Promise<string> {
    // Screens name runs of this folder, and no other files.
    if (run !== basename(run) || run.endsWith('.mcap')) throw unknownRun(run, this.#place.folder);
    return this.#library.find(run);
  }

  async rename(run: string, name: string): Promise<RunEntry> {
    return this.#change(run, (path) => this.#library.rename(path, name));
  }

  async note(run: string, text: string): Promise<RunEntry> {
    return this.#change(run, (path) => this.#library.addNote(path, text));
  }

  async tag(run: string, tag: string): Promise<RunEntry> {
    return this.#change(run, (path) => this.#library.toggleTag(path, tag));
  }

  /** Moves a run and its notes to the trash of the system. */
  async delete(run: string): Promise<{ where: string; undo: string }> {
    const path = await this.find(run);
    const trashed: Trashed[] = [];
    try {
      for (const file of [path, notesPath(path)]) {
        if ((await this.#place.files.status(file)) !== null) trashed.push(await this.#shell.trash(file));
      }
    } catch (error) {
      throw error instanceof ProblemError
        ? error
        : new ProblemError({ ...writeProblem(path, error), what: 'The run can’t be moved to the trash' });
    }
    const undo = trashed.every(({ restore }) => restore !== null) ? `${++this.#count}` : '';
    if (undo !== '') this.#trashed.set(undo, trashed);
    return { where: trashed[0].where, undo };
  }

  /** Takes a deletion back. */
  async restore(undo: string): Promise<void> {
    const trashed = this.#trashed.get(undo);
    this.#trashed.delete(undo);
    if (trashed === undefined) {
      throw new ProblemError({
        code: 'E-RECORDING-UNKNOWN',
        what: 'This can’t be taken back any more',
        why: 'It was put back already, or the engine has been started anew since.',
        remedy: 'Look into the trash of the system.',
      });
    }
    for (const { restore, where } of trashed) {
      await restore?.().catch((error: unknown) => {
        throw new ProblemError({ ...writeProblem(where, error), what: 'The run can’t be put back' });
      });
    }
  }

  async reveal(run: string): Promise<{ path: string; isShown: boolean }> {
    const path = await this.find(run);
    return { path, isShown: await this.#shell.reveal(path) };
  }

  async #change(run: string, act: (path: string) => Promise<unknown>): Promise<RunEntry> {
    const path = await this.find(run);
    await act(path);
    return describeRun(path, this.#place.files);
  }
}

function unknownRun(run: string, folder: string): ProblemError {
  return new ProblemError({
    code: 'E-RECORDING-UNKNOWN',
    what: `There is no run "${run}"`,
    where: folder,
    why: 'That is no name of a run.',
    remedy: 'Choose one of the list.',
  });
}
