import { SerialPort as UsbPort } from 'serialport';
import { z } from 'zod';
import type { Timing } from '../timing.ts';
import { portProblem } from './portProblems.ts';
import { entryOf, portAgain, type PortEntry } from './ports.ts';
import type { Port, PortIdentity, Transport } from './transport.ts';

/** What serialport tells of a port, whose types are not among those that it brings. */
const portListSchema = z.array(
  z.object({
    path: z.string(),
    serialNumber: z.string().default(''),
    vendorId: z.string().default(''),
    productId: z.string().default(''),
    manufacturer: z.string().default(''),
  }),
);

/** The serial ports of this computer. @throws ProblemError E-BOARD-PORT where they can't be listed; a path can still be typed */
export async function listPorts(platform: string): Promise<PortEntry[]> {
  try {
    const listed: unknown = await UsbPort.list();
    return portListSchema.parse(listed).map(entryOf);
  } catch (error) {
    throw portProblem('The ports can’t be listed', '', error, platform);
  }
}

/** A serial port of this computer, which may come back under another path. */
export class SerialPort implements Port {
  #identity: PortIdentity;
  #hasBeenOpen = false;
  readonly #timing: Timing;
  readonly #platform: string;

  constructor(identity: PortIdentity, timing: Timing, platform: string) {
    this.#identity = identity;
    this.#timing = timing;
    this.#platform = platform;
  }

  get identity(): PortIdentity {
    return this.#identity;
  }

  async open(baudRate: number): Promise<Transport> {
    if (this.#hasBeenOpen) {
      // Where ports can't be listed the path is all that is known.
      const entries = await listPorts(this.#platform).catch(() => null);
      const again = entries === null ? this.#identity : portAgain(this.#identity, entries);
      if (again === null) throw portProblem('The board is not there', this.#identity.path, new Error('ENODEV'), this.#platform);
      this.#identity = again;
    }
    const { path } = this.#identity;
    // `hupcl: false` keeps DTR where it is at the end, so that the next opening does not reset the board.
    const port = new UsbPort({ path, baudRate, autoOpen: false, hupcl: false });
    await new Promise<void>((resolve, reject) => {
      port.open((error) => {
        if (error === null) resolve();
        else reject(portProblem('The port can’t be opened', path, error, this.#platform));
      });
    });
    this.#hasBeenOpen = true;
    return wrap(port, path, this.#timing);
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#timing.after(milliseconds, resolve));
  }
}

function wrap(port: UsbPort, place: string, timing: Timing): Transport {
  let closed: (why: string) => void = () => undefined;
  let isOurs = false;
  const end = (why: string): void => {
    if (!isOurs) closed(why);
  };
  port.on('close', (error: Error | null) => end(error === null ? 'the port was closed' : `the device was unplugged (${error.message})`));
  port.on('error', (error) => end(error.message));
  return {
    place,
    timing,
    send: (bytes) => void port.write(Buffer.from(bytes)),
    setBaudRate: (baudRate) =>
      new Promise((resolve, reject) => {
        port.update({ baudRate }, (error) => (error === null ? resolve() : reject(error)));
      }),
    onBytes: (listener) => void port.on('data', (bytes: Uint8Array) => listener(bytes)),
    onClose: (listener) => void (closed = listener),
    close: () =>
      new Promise((resolve) => {
        isOurs = true;
        if (!port.isOpen) resolve();
        // A port whose device has gone may never say that it is closed.
        else port.close(() => resolve());
        timing.after(1000, resolve);
      }),
  };
}
