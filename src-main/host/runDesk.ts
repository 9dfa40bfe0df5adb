import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Job } from '../../shared/jobs.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { RunSpan } from '../../shared/runs.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { estimateExports, suffixOf } from '../recording/exportRun.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { watchedFiles } from '../recording/watchedFiles.ts';
import type { Comparer } from './compareThread.ts';
import { JobBoard, type JobContext } from './jobs.ts';
import type { TaskRunner } from './jobTasks.ts';
import type { LoadedExperiment } from './library.ts';
import { loadReplay } from './replays.ts';
import { RunShelf } from './runShelf.ts';
import type { Shell } from './shell.ts';
import { Uploads, type Upload } from './uploads.ts';

/** What an engine is given to keep runs with. */
export interface RunParts {
  readonly place: RecordingPlace;
  readonly shell: Shell;
  readonly tasks: TaskRunner;
  /** Runs comparisons; where none is given, the engine does it itself. */
  readonly comparer?: Comparer;
  /** Folder whose files the page can fetch below "downloads/"; `null` where it can't, and the shell asks where files go. */
  readonly downloads: string | null;
  /** Folder of the projects; below that of the runs where none is named. */
  readonly projects?: string;
}

/** What the desk has of its engine. */
export interface DeskHooks {
  /** "twinbench 0.1.0". */
  readonly program: string;
  tell(job: Job): void;
  /** The folder of the runs has changed. */
  changed(): void;
  /** Puts a recording on the bench. */
  show(experiment: LoadedExperiment): Promise<void>;
  /** Trains another version of the experiment on the bench, such as one with another dataset. */
  adopt(document: ExperimentDocument, label: string): Promise<void>;
  /** The experiment on the bench. */
  document(): unknown;
}

export interface ExportRequest {
  readonly run: string;
  readonly format: string;
  readonly span: RunSpan;
  readonly hasComma: boolean;
}

/** Opens, exports and imports runs for the screens, as jobs beside the run. */
export class RunDesk {
  readonly shelf: RunShelf;
  readonly uploads: Uploads;
  readonly #parts: RunParts;
  readonly #hooks: DeskHooks;
  readonly #jobs: JobBoard;

  constructor(parts: RunParts, hooks: DeskHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
    this.shelf = new RunShelf(parts.place, parts.shell);
    this.uploads = new Uploads(parts.place);
    this.#jobs = new JobBoard((job) => hooks.tell(job));
  }

  /** Reads a recording and puts it on the bench. Answers the number of the job. */
  async open(run: string): Promise<number> {
    const path = await this.shelf.find(run);
    const size = (await this.#parts.place.files.status(path))?.size ?? 1;
    return this.#jobs.begin('open', run, async (context) => {
      const files = watchedFiles(this.#parts.place.files, watcher(size, context));
      const experiment = await loadReplay(path, files);
      await this.#hooks.show(experiment);
      return {};
    });
  }

  async estimate({ run, span, hasComma }: Omit<ExportRequest, 'format'>): Promise<Record<string, number>> {
    return estimateExports(await this.shelf.find(run), span, hasComma, this.#parts.place.files);
  }

  /** Writes a run for other programs. Answers the number of the job; `null` where the user did not want a file after all. */
  async export({ run, format, span, hasComma }: ExportRequest): Promise<number | null> {
    const path = await this.shelf.find(run);
    const target = await this.#target(`${run}${suffixOf(format)}`);
    if (target === null) return null;
    return this.#jobs.begin('export', run, async (context) => {
      const task = { kind: 'export', path, format, span, hasComma, out: target.out, mayReplace: target.mayReplace } as const;
      const { files } = await this.#parts.tasks(task, context);
      return { files: files.map((file) => ({ name: basename(file.path), bytes: file.bytes, ...target.placeOf(basename(file.path)) })) };
    });
  }

  /** Takes in a file that was uploaded. Answers the number of the job. */
  async import(upload: number, meta: number | null): Promise<number> {
    const file = await this.uploads.take(upload);
    const side = meta === null ? null : await this.uploads.take(meta);
    return this.#jobs.begin('import', file.name, (context) => this.#takeIn(file, side, context));
  }

  cancel(job: number): void {
    this.#jobs.cancel(job);
  }

  async close(): Promise<void> {
    this.#jobs.close();
    await this.uploads.close();
  }

  async #takeIn(file: Upload, meta: Upload | null, context: JobContext): Promise<Partial<Job>> {
    const { files } = this.#parts.place;
    try {
      // A table has no network of its own: the one on the bench is meant where no other was given.
      const bench = /\.(csv|tsv|txt)$/i.test(file.name) ? this.#hooks.document() : null;
      const { taken, document } = await this.#parts.tasks({ kind: 'import', ...file, meta, bench, program: this.#hooks.program }, context);
      if (document !== null) await this.#hooks.adopt(document, `data of ${file.name}`);
      if (taken !== null) this.#hooks.changed();
      return { run: taken === null ? '' : basename(taken.path, '.mcap') };
    } catch (error) {
      // The user knows the name of the file, and nothing of where it lies on its way.
      if (error instanceof ProblemError && error.problem.where === file.path)
        throw new ProblemError({ ...error.problem, where: file.name });
      throw error;
    } finally {
      for (const { path } of [file, ...(meta === null ? [] : [meta])]) await files.remove(path).catch(() => undefined);
    }
  }

  /** Where a file goes: to where the user says, or where the page can fetch it. */
  async #target(name: string): Promise<Target | null> {
    const { downloads, shell } = this.#parts;
    if (downloads !== null) {
      const folder = randomUUID();
      const address = (file: string): string => ['downloads', folder, file].map(encodeURIComponent).join('/');
      return { out: join(downloads, folder, name), mayReplace: false, placeOf: (file) => ({ path: '', address: address(file) }) };
    }
    if (shell.chooseFile === undefined) throw noPlace(name);
    const out = await shell.chooseFile(name);
    return out === null ? null : { out, mayReplace: true, placeOf: (file) => ({ path: join(out, '..', file), address: '' }) };
  }
}

interface Target {
  readonly out: string;
  /** The user was asked. */
  readonly mayReplace: boolean;
  placeOf(file: string): { path: string; address: string };
}

/** Follows one pass over a file. */
function watcher(size: number, { signal, progress }: JobContext): (bytes: number) => void {
  let read = 0;
  return (bytes) => {
    signal.throwIfAborted();
    read += bytes;
    progress(Math.min(read / size, 0.99));
  };
}

function noPlace(name: string): ProblemError {
  return new ProblemError({
    code: 'E-EXPORT',
    what: 'The file has no place to go',
    where: name,
    why: 'This engine was started without a way to hand files over.',
    remedy: 'Use `twinbench export` in a terminal.',
  });
}
