import { ProblemError } from '../../../shared/problem.ts';

/** The error that solvers raise instead of giving a wrong answer. */
export function unsolvable(why: string): ProblemError {
  return new ProblemError({
    code: 'E-NET-SOLVE',
    what: 'The node voltages could not be found',
    why,
    remedy:
      'Check the held voltages, and the smallest and largest conductance of the network; then report the document, for this should not happen.',
  });
}
