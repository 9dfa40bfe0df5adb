import { ProblemError } from '../../../shared/problem.ts';
import type { BoardError, RunStatus } from '../protocol/answers.ts';

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

/** A line that a person typed had no answer. */
export function unanswered(place: string, line: string, patience: number): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-LOST',
    what: 'The board did not answer this line',
    where: `${place}: ${line}`,
    why: `nothing that belongs to it came within ${patience / 1000} s`,
    remedy: 'Whether it was done is not known: ask the board. A line that is typed is not said twice by itself.',
  });
}

/** The run on the board is over before its time. */
export function interrupted(place: string, step: number, why: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-LOST',
    what: `The run on the board was interrupted after step ${step}`,
    where: place,
    why,
    remedy:
      'All that arrived before is kept. What the edges have learnt is still on the board; start the experiment again to go on from there.',
  });
}

/** Why the run that was begun is not the one that the board tells of. */
export function whyOtherRun({ state }: Pick<RunStatus, 'state'>): string {
  return state === 'IDLE' ? 'its run is gone: it was without power or reset in between' : 'another run is on the board';
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

/** What no command to a board does. */
export function unable(what: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: `A board can’t ${what}`, why: 'nothing on it does that on command', remedy });
}

/** A board whose firmware speaks another version of the protocol. */
export function outdated(place: string, firmware: string, protocol: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-FIRMWARE',
    what: 'The firmware of the board is of another version',
    where: place,
    why: `its firmware ${firmware} speaks protocol ${protocol}, this program 1.x`,
    remedy: 'Flash the firmware of this release (firmware/README.md says how), or update the program. The board was left as it is.',
  });
}

/** Something else than a board that this program understands. */
export function mismatch(place: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-BOARD-MISMATCH', what: 'This is not a board that can be used here', where: place, why, remedy });
}
