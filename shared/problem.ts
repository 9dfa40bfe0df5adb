import { z } from 'zod';

/** Stable codes of everything that can go wrong in front of a user. A code is never reused for another meaning. */
export const problemCodes = [
  'E-FILE-READ',
  'E-DOC-JSON',
  'E-DOC-FORMAT',
  'E-DOC-VERSION',
  'E-DOC-INVALID',
  'E-NET-SUPPLY',
  'E-NET-SOLVE',
  'E-RUN-INVALID',
  'E-USAGE',
  'E-BRIDGE-MESSAGE',
  'E-BRIDGE-LOST',
  'E-ENGINE-DIED',
  'E-RECORDING-READ',
  'E-RECORDING-WRITE',
  'E-RECORDING-FULL',
  'E-RECORDING-UNKNOWN',
  'E-EXPORT',
  'E-IMPORT',
  'E-BOARD-PORT',
  'E-BOARD-AWAY',
  'E-BOARD-LOST',
  'E-BOARD-MISMATCH',
  'E-BOARD-REFUSED',
  'E-BOARD-FIRMWARE',
  'E-SWEEP-FOLDER',
  'E-SWEEP-CELL',
  'E-SWEEP-SLURM',
  'E-PROJECT-WRITE',
  'E-PROJECT-READ',
  'E-INTERNAL',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** What happened, where, why, and what to do: the one form of an error that reaches a person, on screen and in the terminal. */
export const problemSchema = z.strictObject({
  code: z.enum(problemCodes),
  what: z.string(),
  /** A place: a file and a JSON path, an edge, a command-line option. */
  where: z.string().optional(),
  why: z.string(),
  remedy: z.string(),
});

export type Problem = z.infer<typeof problemSchema>;

/** An error that carries a `Problem`; anything else thrown is a defect of the program. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.what} (${problem.code})`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The `Problem` behind anything that was thrown; defects become E-INTERNAL with their message. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  return {
    code: 'E-INTERNAL',
    what: 'The program met a defect of its own',
    why: thrown instanceof Error ? thrown.message : String(thrown),
    remedy: 'Nothing that you did is wrong. Please report it with the steps that led here.',
  };
}

/** A `Problem` as the readable block that the command line prints. */
export function formatProblem(problem: Problem): string {
  const lines = [`Error ${problem.code}: ${problem.what}`];
  if (problem.where !== undefined) lines.push(`  where: ${problem.where}`);
  lines.push(`  why:   ${problem.why}`, `  do:    ${problem.remedy}`);
  return lines.join('\n');
}
