import { parseJson } from '../../shared/documents/parse.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { exportRun, type ExportTask, type WrittenFile } from '../recording/exportRun.ts';
import { importFile } from '../recording/importers/index.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { takeInRecording, takeInRun, type TakenIn } from '../recording/takeIn.ts';
import { doTwinWork, type TwinFindings, type TwinWork } from './twinTasks.ts';

/** A file that is to be taken in. It lies at `path` and is called `name`. */
export interface ImportTask {
  readonly path: string;
  readonly name: string;
  /** The side file, at its path and with its name; `null`: none was given. */
  readonly meta: { readonly path: string; readonly name: string } | null;
  /** What stands in for a side file that was not given: the experiment on the bench. */
  readonly bench: unknown;
  /** "twinbench 0.1.0". */
  readonly program: string;
}

/** What a job does beside the engine: long work on files, or of the twin, which would hold up the run. */
export type JobTask =
  | ({ readonly kind: 'export' } & ExportTask)
  | ({ readonly kind: 'import' } & ImportTask)
  | { readonly kind: 'twin'; readonly work: TwinWork };

/** How far a piece of work is (0..1), in words where it has some, and whether it is to end. */
export interface TaskWatch {
  readonly signal: AbortSignal;
  readonly progress: (done: number, message?: string) => void;
}

/** What it has made: files, a run, or an experiment with another dataset. */
export interface TaskResult {
  readonly files: readonly WrittenFile[];
  readonly taken: TakenIn | null;
  readonly document: ExperimentDocument | null;
  /** What the work of the twin has found. */
  readonly finding: TwinFindings[keyof TwinFindings];
}

/** Does such work, here or in a thread of its own. @throws ProblemError; the reason of the signal */
export type TaskRunner = (task: JobTask, watch: TaskWatch) => Promise<TaskResult>;

const nothing: TaskResult = { files: [], taken: null, document: null, finding: null };

/** Does the work where it is called. */
export function createTaskRunner(place: RecordingPlace): TaskRunner {
  return async (task, watch) => {
    if (task.kind === 'export') return { ...nothing, files: await exportRun(task, place.files, watch) };
    if (task.kind === 'twin') return { ...nothing, finding: await doTwinWork(task.work, place, watch.progress) };
    return takeIn(task, place);
  };
}

async function takeIn({ path, name, meta, bench, program }: ImportTask, place: RecordingPlace): Promise<TaskResult> {
  if (/\.mcap$/i.test(name)) return { ...nothing, taken: await takeInRecording(path, place) };
  const side = meta === null ? bench : parseJson(new TextDecoder().decode(await bytesOf(meta.path, place)), meta.name);
  const metaPath = meta?.name ?? 'the experiment on the bench';
  // Messages name the file as the user knows it.
  const imported = importFile({ path: name, bytes: await bytesOf(path, place), meta: side, metaPath });
  if (imported.kind === 'document') return { ...nothing, document: imported.document };
  return { ...nothing, taken: await takeInRun(imported, place, program) };
}

async function bytesOf(path: string, { files }: RecordingPlace): Promise<Uint8Array> {
  const file = await files.open(path);
  try {
    return await file.read(0, await file.size());
  } finally {
    await file.close();
  }
}
