import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RawPort } from './rawPort.ts';

/** To the program that holds a port. */
export type ToPort =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'baudRate'; readonly baudRate: number }
  | { readonly kind: 'close' };

/** From it. */
export type FromPort =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly why: string }
  /** `arrived`: by `systemTime`, noted where they came in and not where they are handed on. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly arrived: number }
  /** The speed holds; a text says why it does not. */
  | { readonly kind: 'baudRate'; readonly why: string }
  | { readonly kind: 'end'; readonly why: string };

/**
 * Opens a serial port in a process of its own, for a thread that may not hold one (`openHere`). The process ends with the thread, however
 * that ends, and the port is free again.
 *
 * @throws the error of the system
 */
export async function openApart(path: string, baudRate: number): Promise<RawPort> {
  const program = fileURLToPath(new URL('portProgram.js', import.meta.url));
  const child = fork(program, [path, String(baudRate)], { serialization: 'advanced', stdio: 'ignore' });
  let hear: (message: FromPort) => void = () => undefined;
  child.on('message', (message) => hear(message as FromPort));
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', () => resolve('the program that held the port has ended'));
  });
  await new Promise<void>((resolve, reject) => {
    hear = (message) => (message.kind === 'open' ? resolve() : reject(new Error(message.kind === 'failed' ? message.why : message.kind)));
    void ended.then((why) => reject(new Error(why)));
  });
  let told: (bytes: Uint8Array, arrived: number) => void = () => undefined;
  let end: (why: string) => void = () => undefined;
  let paced: (why: string) => void = () => undefined;
  hear = (message) => {
    if (message.kind === 'bytes') told(message.bytes, message.arrived);
    else if (message.kind === 'end') end(message.why);
    else if (message.kind === 'baudRate') paced(message.why);
  };
  void ended.then((why) => {
    paced(why);
    end(why);
  });
  const say = (message: ToPort): void => {
    if (child.connected) child.send(message);
  };
  return {
    send: (bytes) => say({ kind: 'bytes', bytes }),
    setBaudRate: (next) =>
      new Promise((resolve, reject) => {
        paced = (why) => (why === '' ? resolve() : reject(new Error(why)));
        say({ kind: 'baudRate', baudRate: next });
      }),
    onBytes: (listener) => void (told = listener),
    onEnd: (listener) => void (end = listener),
    close: async () => {
      say({ kind: 'close' });
      await ended;
    },
  };
}
