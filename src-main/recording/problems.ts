import { ProblemError, type Problem } from '../../shared/problem.ts';

/** Node's code of an error of the file system, '' where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A recording that can't be written (any more): the disk is full, or whatever else the file system says. */
export function writeProblem(path: string, error: unknown): Problem {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return {
      code: 'E-RECORDING-FULL',
      what: 'Recording stopped: there is no room left',
      where: path,
      why: code === 'ENOSPC' ? 'the disk is full' : 'the limit of what may be stored there is reached',
      remedy: 'What was recorded is kept and the run goes on. Make room, or record to another disk, and start recording again.',
    };
  }
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'you are not allowed to write there',
    EROFS: 'the disk can only be read',
    EEXIST: 'there is already a file of that name, and a recording never overwrites one',
    ENOTDIR: 'a part of the path is not a folder',
  };
  return {
    code: 'E-RECORDING-WRITE',
    what: 'The recording can’t be written',
    where: path,
    why: reasons[code] ?? (error instanceof Error ? error.message : String(error)),
    remedy: 'Whatever was recorded is kept. Choose another place and record again.',
  };
}

/** A file that can't be opened as a recording. */
export function readProblem(path: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RECORDING-READ', what: 'The recording can’t be opened', where: path, why, remedy });
}
