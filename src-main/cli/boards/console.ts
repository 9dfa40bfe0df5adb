import { Receiver, type Received } from '../../board/protocol/receiver.ts';
import type { ExitCode } from '../commands/command.ts';
import type { MachineChoice } from '../../board/chooseMachine.ts';
import type { Io } from '../io.ts';
import { placeOf, portOf } from './connect.ts';

/** After the last line answers are waited for so long, ms of the board's time. */
const LAST_WORDS_MS = 500;
const FIRST_BAUD_RATE = 115200;

/** `twinbench board console PLACE`: nothing between the person and the board but the checksums of frames. */
export async function boardConsole(place: string | undefined, options: MachineChoice, io: Io): Promise<ExitCode> {
  const port = await portOf(await placeOf(place, io), options, io);
  const transport = await port.open(FIRST_BAUD_RATE);
  const receiver = new Receiver();
  let isOpen = true;
  let code: ExitCode = 0;
  transport.onBytes((bytes) => {
    for (const item of receiver.push(bytes)) io.out(`${textOf(item)}\n`);
  });
  transport.onClose((why) => {
    isOpen = false;
    code = 1;
    io.error(`${why}\n`);
  });
  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void transport.timing.after(milliseconds, resolve));
  for await (const line of io.boards.lines()) {
    if (!isOpen) break;
    transport.send(new TextEncoder().encode(`${line}\n`));
    // One line at a time, as the protocol asks.
    await pause(LAST_WORDS_MS / 5);
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
