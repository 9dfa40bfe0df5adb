import { Receiver, type Received } from '../../board/protocol/receiver.ts';
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

/** `twinbench board console PLACE`: nothing between the person and the board but the checksums of frames. */
export async function boardConsole(place: string | undefined, options: MachineChoice, io: Io): Promise<ExitCode> {
  const port = await portOf(await placeOf(place, io), options, io);
  const transport = await port.open(FIRST_BAUD_RATE);
  const receiver = new Receiver();
  let isOpen = true;
  let code: ExitCode = 0;
  let answered: () => void = () => undefined;
  transport.onBytes((bytes) => {
    for (const item of receiver.push(bytes)) {
      io.out(`${textOf(item)}\n`);
      if (item.kind === 'answer') answered();
    }
  });
  transport.onClose((why) => {
    isOpen = false;
    answered();
    code = 1;
    io.error(`${why}\n`);
  });
  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void transport.timing.after(milliseconds, resolve));
  const answer = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = transport.timing.after(ANSWER_MS, resolve);
      answered = () => {
        cancel();
        resolve();
      };
    });
  for await (const line of io.boards.lines()) {
    if (!isOpen) break;
    transport.send(new TextEncoder().encode(`${line}\n`));
    // One line at a time, as the protocol asks.
    await (line.includes('?') ? answer() : pause(PAUSE_MS));
  }
  if (isOpen) await pause(LAST_WORDS_MS);
  await transport.close();
  return code;
}

function textOf(item: Received): string {
  switch (item.kind) {
    case 'answer':
      return item.text;
    case 'frame':
      return `# ${Array.from(item.content, (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
    case 'noise':
      return `(${item.bytes} bytes that can’t be understood)`;
  }
}
