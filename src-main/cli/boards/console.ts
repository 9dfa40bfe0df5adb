import type { ConsoleLine } from '../../../shared/console.ts';
import { tappedPort } from '../../board/console/tappedPort.ts';
import { WireLog } from '../../board/console/wireLog.ts';
import type { ExitCode } from '../commands/command.ts';
import type { MachineChoice } from '../../machines/chooseMachine.ts';
import type { Io } from '../io.ts';
import { placeOf, portOf } from './connect.ts';

/** After a line that asks nothing, and after the last one, the board has so long, ms of its time. */
const PAUSE_MS = 100;
const LAST_WORDS_MS = 500;
/** A question is waited for so long: the longest pulse lasts a second, the longest line of readings not half of that. */
const ANSWER_MS = 3000;
const FIRST_BAUD_RATE = 115200;
const MOST_AT_ONCE = 100_000;

export interface ConsoleOptions extends MachineChoice {
  readonly times?: true;
}

/** `twinbench board console PLACE`: nothing between the person and the board but the checksums of frames. */
export async function boardConsole(place: string | undefined, options: ConsoleOptions, io: Io): Promise<ExitCode> {
  const log = new WireLog();
  const port = tappedPort(await portOf(await placeOf(place, io), options, io), log);
  const transport = await port.open(FIRST_BAUD_RATE);
  let isOpen = true;
  let code: ExitCode = 0;
  let answered: (isSo: boolean) => void = () => undefined;
  let seen = 0;
  transport.onBytes(() => {
    // A piece of the line brings fewer lines than this.
    const { next, lines } = log.read(seen, MOST_AT_ONCE);
    seen = next;
    for (const line of lines) {
      if (options.times === true || isReceived(line)) io.out(`${options.times === true ? `${momentOf(line)}  ` : ''}${textOf(line)}\n`);
      if (line.kind === 'answer') answered(true);
    }
  });
  transport.onClose((why) => {
    isOpen = false;
    answered(false);
    code = 1;
    io.error(`${why}\n`);
  });
  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void transport.timing.after(milliseconds, resolve));
  const answer = (): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = transport.timing.after(ANSWER_MS, () => resolve(false));
      answered = (isSo) => {
        cancel();
        resolve(isSo);
      };
    });
  for await (const line of io.boards.lines()) {
    if (!isOpen) break;
    transport.send(new TextEncoder().encode(`${line}\n`));
    // One line at a time, as the protocol asks.
    if (!line.includes('?')) await pause(PAUSE_MS);
    else if (!(await answer()) && isOpen) {
      code = 1;
      io.error(`No answer to "${line}" within ${ANSWER_MS / 1000} s. SYST:ERR? tells whether the board refused it.\n`);
    }
  }
  if (isOpen) await pause(LAST_WORDS_MS);
  await transport.close();
  return code;
}

const isReceived = ({ kind }: ConsoleLine): boolean => kind === 'answer' || kind === 'frame' || kind === 'noise';

/** When it was sent or arrived, to the millisecond, and by the clock of the board where the line carries that, s. */
function momentOf({ at, clock }: ConsoleLine): string {
  return `${new Date(at).toISOString()} ${clock === null ? ' '.repeat(12) : clock.toFixed(6).padStart(12)}`;
}

function textOf({ kind, text, bytes }: ConsoleLine): string {
  switch (kind) {
    case 'sent':
      return `> ${text}`;
    case 'answer':
      return text;
    case 'frame':
      return `# ${bytes}`;
    case 'event':
    case 'noise':
      return `(${text})`;
  }
}
