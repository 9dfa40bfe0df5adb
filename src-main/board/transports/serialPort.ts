import { realpath } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';
import { SerialPort as UsbPort } from 'serialport';
import { z } from 'zod';
import type { Timing } from '../timing.ts';
import { openApart } from './portApart.ts';
import { isBusy, portProblem } from './portProblems.ts';
import { entryOf, portAgain, type PortEntry } from './ports.ts';
import { openHere, systemTime, type RawPort } from './rawPort.ts';
import { portsOfKernel } from './kernelPorts.ts';
import { isPseudoTerminal } from './pty.ts';
import type { Port, PortIdentity, Transport } from './transport.ts';

/** A port that somebody else has is tried so often, ms apart: an engine that died lets go of it a moment later. */
const BUSY_ATTEMPTS = 8;
const BUSY_MS = 250;
/** Times longer that a program behind a pseudo-terminal has: it may get a tenth of the processor that an emulated board needs. */
const PROGRAM_PATIENCE = 10;

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

/** The serial ports of this computer: as udev knows them, or the kernel alone where there is no udev. @throws ProblemError E-BOARD-PORT where they can't be listed; a path can still be typed */
export async function listPorts(platform: string): Promise<PortEntry[]> {
  try {
    const listed: unknown = await UsbPort.list();
    return portListSchema.parse(listed).map(entryOf);
  } catch (error) {
    const known = platform === 'linux' ? await portsOfKernel().catch(() => null) : null;
    if (known !== null) return known.map(entryOf);
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
    const port = await this.#openFree(path, baudRate);
    this.#hasBeenOpen = true;
    const isProgram = isPseudoTerminal(await realpath(path).catch(() => path));
    return wrap(port, path, this.#timing, isProgram ? PROGRAM_PATIENCE : 1);
  }

  async #openFree(path: string, baudRate: number): Promise<RawPort> {
    const openRaw = isMainThread ? openHere : openApart;
    for (let attempt = 1; ; attempt++) {
      try {
        return await openRaw(path, baudRate);
      } catch (error) {
        if (attempt === BUSY_ATTEMPTS || !isBusy(error)) throw portProblem('The port can’t be opened', path, error, this.#platform);
        await this.wait(BUSY_MS);
      }
    }
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#timing.after(milliseconds, resolve));
  }
}

function wrap(port: RawPort, place: string, timing: Timing, patience: number): Transport {
  let closed: (why: string) => void = () => undefined;
  let isOurs = false;
  port.onEnd((why) => {
    if (!isOurs) closed(why);
  });
  return {
    place,
    timing,
    patience,
    send: (bytes) => port.send(bytes),
    setBaudRate: (baudRate) => port.setBaudRate(baudRate),
    onBytes: (listener) => port.onBytes((bytes, arrived) => listener(bytes, performance.now() - (systemTime() - arrived))),
    onClose: (listener) => void (closed = listener),
    close: () =>
      new Promise((resolve) => {
        isOurs = true;
        void port.close().finally(resolve);
        // A port whose device has gone may never say that it is closed.
        timing.after(1000, resolve);
      }),
  };
}
