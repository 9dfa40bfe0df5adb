import process from 'node:process';
import { SerialPort } from 'serialport';

/** An open serial port as the system gives it: bytes, a speed, an end. */
export interface RawPort {
  send(bytes: Uint8Array): void;
  setBaudRate(baudRate: number): Promise<void>;
  /** @param arrived  by `systemTime` */
  onBytes(listener: (bytes: Uint8Array, arrived: number) => void): void;
  /** It has ended by itself. */
  onEnd(listener: (why: string) => void): void;
  close(): Promise<void>;
}

/** A clock that all processes of this computer share, and nobody sets: ms since some moment. */
export function systemTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Opens a serial port in this process. On its main thread only: the native part of serialport listens on the loop of the main thread,
 * and what it hears there for another thread ends the whole process.
 *
 * @throws the error of the system
 */
export async function openHere(path: string, baudRate: number): Promise<RawPort> {
  // `hupcl: false` keeps DTR where it is at the end, so that the next opening does not reset the board.
  const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error === null ? resolve() : reject(error)));
  });
  return {
    send: (bytes) => void port.write(Buffer.from(bytes)),
    setBaudRate: (next) =>
      new Promise((resolve, reject) => {
        port.update({ baudRate: next }, (error) => (error === null ? resolve() : reject(error)));
      }),
    onBytes: (listener) => void port.on('data', (bytes: Uint8Array) => listener(bytes, systemTime())),
    onEnd: (listener) => {
      port.on('close', (error: Error | null) =>
        listener(error === null ? 'the port was closed' : `the device was unplugged (${error.message})`),
      );
      port.on('error', (error) => listener(error.message));
    },
    close: () =>
      new Promise((resolve) => {
        if (!port.isOpen) resolve();
        else port.close(() => resolve());
      }),
  };
}
