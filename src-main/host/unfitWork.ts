import { ProblemError } from '../../shared/problem.ts';

/** Why something can't be calibrated, or not now. */
export function unfitWork(where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'This can’t be calibrated', where, why, remedy });
}
