import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';
import type { AppendFile } from '../recording/files.ts';
import { writeProblem } from '../recording/problems.ts';
import type { RecordingPlace } from '../recording/place.ts';

/** A file of the user, on its way or here. */
export interface Upload {
  readonly name: string;
  readonly path: string;
}

/** Files that screens send in pieces. They lie beside the runs, out of sight, until they were taken in. */
export class Uploads {
  readonly #place: RecordingPlace;
  readonly #open = new Map<number, Upload & { readonly file: AppendFile }>();
  #nextId = 1;

  constructor(place: RecordingPlace) {
    this.#place = place;
  }

  async begin(name: string): Promise<number> {
    const path = join(this.#place.folder, `.upload-${randomUUID()}`);
    const file = await this.#place.files.create(path, new Uint8Array(0)).catch((error: unknown) => refuse(name, error));
    const id = this.#nextId++;
    this.#open.set(id, { name, path, file });
    return id;
  }

  async add(id: number, bytes: Uint8Array): Promise<void> {
    const { file, name } = this.#find(id);
    await file.append(bytes).catch(async (error: unknown) => {
      await this.drop(id);
      refuse(name, error);
    });
  }

  /** The whole file. It is the caller's to remove. */
  async take(id: number): Promise<Upload> {
    const upload = this.#find(id);
    this.#open.delete(id);
    await upload.file.close();
    return { name: upload.name, path: upload.path };
  }

  /** Nobody wants it any more. */
  async drop(id: number): Promise<void> {
    const upload = this.#open.get(id);
    this.#open.delete(id);
    if (upload === undefined) return;
    await upload.file.close().catch(() => undefined);
    await this.#place.files.remove(upload.path).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const id of [...this.#open.keys()]) await this.drop(id);
  }

  #find(id: number): Upload & { readonly file: AppendFile } {
    const upload = this.#open.get(id);
    if (upload !== undefined) return upload;
    throw new ProblemError({
      code: 'E-IMPORT',
      what: 'The file did not arrive',
      why: 'Its transfer was broken off, or the engine has been started anew since.',
      remedy: 'Choose the file again.',
    });
  }
}

function refuse(name: string, error: unknown): never {
  throw new ProblemError({ ...writeProblem(name, error), code: 'E-IMPORT', what: 'The file can’t be taken in' });
}
