import { ProblemError } from '../../../shared/problem.ts';
import type { BoardError } from '../protocol/answers.ts';

/** The board has gone, or does not answer. */
export function lost(place: string, why: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-LOST',
    what: 'The board does not answer',
    where: place,
    why,
    remedy: 'Check cable and supply. A run that was going is held by the board or goes on there; connect again to see.',
  });
}

/** What was asked of the board it refused. */
export function refused(place: string, line: string, errors: readonly BoardError[]): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-REFUSED',
    what: 'The board refused a command',
    where: `${place}: ${line}`,
    why: errors.map(({ code, text }) => `${text} (${code})`).join(', '),
    remedy: 'Nothing was changed on the board. The experiment may not suit it: `twinbench board info` tells what it can do.',
  });
}

/** Something else than a board that this program understands. */
export function mismatch(place: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-BOARD-MISMATCH', what: 'This is not a board that can be used here', where: place, why, remedy });
}
