import { ProblemError } from '../../../shared/problem.ts';
import type { ImportSource } from '../../recording/importers/importer.ts';
import { errorCode } from '../../recording/problems.ts';
import { placeOf, readValue } from '../documents.ts';
import type { Io } from '../io.ts';

/**
 * Reads a file that is to be imported, and its side file.
 *
 * @throws ProblemError E-FILE-READ, E-DOC-JSON
 */
export async function readImportSource(path: string, metaPath: string | undefined, io: Io): Promise<ImportSource> {
  const meta = metaPath === undefined ? null : await readValue(metaPath, io);
  return { path, bytes: await readBytes(path, io), meta, metaPath: metaPath === undefined ? '' : placeOf(metaPath) };
}

async function readBytes(path: string, { recordings: { files } }: Io): Promise<Uint8Array> {
  try {
    const file = await files.open(path);
    try {
      return await file.read(0, await file.size());
    } finally {
      await file.close();
    }
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder, not a file',
      EACCES: 'you are not allowed to read it',
    };
    throw new ProblemError({
      code: 'E-FILE-READ',
      what: 'The file can’t be read',
      where: path,
      why: reasons[errorCode(error)] ?? (error instanceof Error ? error.message : String(error)),
      remedy: 'Check the path.',
    });
  }
}
