import { ProblemError } from '../../shared/problem.ts';
import type { Files } from './files.ts';
import { errorCode } from './problems.ts';

/**
 * Writes a file piece by piece. It appears under its name when it is whole; of one that was not finished, nothing stays behind.
 *
 * @param mayReplace  what stands under that name; otherwise it is refused
 * @returns its size, bytes
 * @throws ProblemError E-EXPORT where it can't be written; what the pieces throw
 */
export async function writePieces(path: string, pieces: AsyncIterable<Uint8Array>, files: Files, mayReplace = false): Promise<number> {
  const refuse = (error: unknown): never => {
    throw new ProblemError(problemOf(path, error));
  };
  if (!mayReplace && (await files.status(path)) !== null) refuse(Object.assign(new Error(), { code: 'EEXIST' }));
  const draft = `${path}.part`;
  const file = await files.create(draft, new Uint8Array(0)).catch(refuse);
  let size = 0;
  try {
    try {
      for await (const piece of pieces) {
        await file.append(piece).catch(refuse);
        size += piece.byteLength;
      }
      await file.sync().catch(refuse);
    } finally {
      await file.close();
    }
    if (mayReplace) await files.remove(path);
    await files.move(draft, path).catch(refuse);
  } catch (error) {
    // Half of a file is of no use, and would take the room that is missing.
    await files.remove(draft).catch(() => undefined);
    throw error;
  }
  return size;
}

function problemOf(path: string, error: unknown): ProblemError['problem'] {
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EACCES: 'you are not allowed to write there',
    EROFS: 'the disk can only be read',
    EEXIST: 'there is already a file of that name, or one that was not finished (.part)',
    ENOTDIR: 'a part of the path is not a folder',
  };
  return {
    code: 'E-EXPORT',
    what: 'The file can’t be written',
    where: path,
    why: reasons[errorCode(error)] ?? (error instanceof Error ? error.message : String(error)),
    remedy: 'Remove what is in the way, make room, or choose another place. Nothing was left behind.',
  };
}
