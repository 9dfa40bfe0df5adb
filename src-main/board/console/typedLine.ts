import { LONGEST_TYPED_LINE } from '../../../shared/console.ts';
import { ProblemError } from '../../../shared/problem.ts';

/** Commands that change nothing of a run (PROTOCOL.md): registers, and signs of life. */
export const harmless = ['*CLS', '*ESE', '*SRE', '*OPC', '*WAI', 'SYSTem:HEARtbeat', 'PULSe:JITTer:CLEar'] as const;

/** What hands do at a board that stands still, and what the run is marked with. */
export const byHand = ['SOURce:VOLTage', 'SOURce:NUDGe', 'PULSe'] as const;

/** What belongs to the driver or to the run that it conducts, and what does it on the bench instead. */
export const conducted: Readonly<Record<string, string>> = {
  '*RST': 'Restart (R) begins the run again.',
  'LEARn[:STATe]': 'F freezes learning and lets it go on; PULSe gives a single pulse while the run is paused.',
  INITiate: 'Space runs and pauses.',
  ABORt: 'Space runs and pauses; R begins again.',
  EXPeriment: 'Space, R, η and t_h on the bench do what it conducts; the editor (E) changes the experiment.',
  SYSTem: 'The driver has set the line as it needs it.',
  STReam: 'The driver has subscribed to what it needs; all frames are in this console.',
};

const TERMINAL = '`twinbench board console` says it from a terminal while the board is not on the bench.';

/** Whether a line of commands only asks, or changes the board by hand. */
export type Weight = 'asks' | 'changes';

/**
 * Checks a line that a person types to the board on the bench. Whoever asks disturbs nobody: answers come between those of the driver. What
 * would change the run behind its back, or the line below it, is refused whole.
 *
 * @throws ProblemError E-USAGE
 */
export function weigh(line: string): Weight {
  if (line.trim() === '') throw unfit(line, 'it is empty', 'Type a command, such as *IDN?.');
  if (line.length > LONGEST_TYPED_LINE)
    throw unfit(
      line,
      `it has ${line.length} characters, and the driver has to put a number and a checksum behind it`,
      `Type at most ${LONGEST_TYPED_LINE}.`,
    );
  if (!/^[ -~]*$/.test(line))
    throw unfit(line, 'it has characters that are not of the protocol', 'Type letters, digits and signs of ASCII.');
  if (/[#~]/.test(line)) throw unfit(line, 'blocks (#) and checksums (~) are the driver’s', TERMINAL);
  return line.split(';').map(weightOf).includes('changes') ? 'changes' : 'asks';
}

function weightOf(command: string): Weight {
  const header = /^:?([^\s?]*\??)/.exec(command.trim())![1];
  if (header === '' || header.endsWith('?') || harmless.some((pattern) => isMeant(header, pattern))) return 'asks';
  if (byHand.some((pattern) => isMeant(header, pattern))) return 'changes';
  const own = Object.entries(conducted).find(([pattern]) => isMeant(header, pattern) || isMeant(header.split(':')[0], pattern));
  if (own === undefined) throw refusal(header, 'this program does not know what it does', `PROTOCOL.md has the commands. ${TERMINAL}`);
  throw refusal(header, 'it would change the run, or the line, behind the back of the driver', `${own[1]} ${TERMINAL}`);
}

/** Whether a keyword path is this one: each in its long form or its short one (the capitals), in either case; what stands in `[ ]` may be left out. */
export function isMeant(header: string, pattern: string): boolean {
  const source = pattern.replaceAll(/\[:(\w+)\]|\w+|\*/g, (part, optional: string | undefined) => {
    if (part === '*') return '\\*';
    return optional === undefined ? eitherForm(part) : `(?::${eitherForm(optional)})?`;
  });
  return new RegExp(`^${source}$`, 'i').test(header);
}

const eitherForm = (word: string): string => `(?:${word}|${word.replaceAll(/[a-z]/g, '')})`;

function unfit(line: string, why: string, remedy: string): ProblemError {
  const where = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return new ProblemError({ code: 'E-USAGE', what: 'This line can’t be said to the board', where, why, remedy });
}

function refusal(header: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-USAGE', what: 'This command is not for the board on the bench', where: header, why, remedy });
}

/** The run is going: what hands do waits for a pause. */
export function notWhileRunning(line: string): ProblemError {
  return new ProblemError({
    code: 'E-USAGE',
    what: 'Hands off while the board learns',
    where: line,
    why: 'the run is going, and what it learns then would come from two causes',
    remedy: 'Pause the run (Space) and type it again: the run is marked with it. Questions (?) are answered at any time.',
  });
}
