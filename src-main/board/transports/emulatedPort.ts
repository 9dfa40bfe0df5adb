import { ProblemError } from '../../../shared/problem.ts';
import type { Bench } from '../emulator/bench.ts';
import type { Timing } from '../timing.ts';
import type { Port, PortIdentity, Transport } from './transport.ts';

/** The computer's own time and its turns, in which an emulated board runs. */
export interface WallClock extends Timing {
  /** Resolves after everything that waits has been served. */
  yield(): Promise<void>;
}

/** What an emulated port is made with. */
export interface EmulatedPortParts {
  /** Number of the board. */
  readonly seed: number;
  readonly channels: number;
  readonly clock: WallClock;
  /** Emulated over wall time at most; `null`: as fast as it goes. */
  readonly speed: number | null;
}

/** The emulator works for so long before others have their turn, ms. */
const SLICE_MS = 8;
/** Emulated time between two looks at the clock, s. */
const STEP = 2e-3;

/**
 * An emulated board as a port. The time of its transport is that of the board: it passes while the port is open, no faster than
 * `speed` times the computer's, and more slowly where the computer is too slow. So a timeout means the same on every computer.
 */
export class EmulatedPort implements Port {
  readonly identity: PortIdentity;
  readonly bench: Bench;
  /** Output voltages that the board has. */
  readonly channels: number;
  readonly #clock: WallClock;
  readonly #speed: number | null;
  #isOpen = false;
  /** Emulated and wall time spent so far, s: their ratio is the real-time factor. */
  #spent = { emulated: 0, wall: 0 };

  constructor(bench: Bench, { seed, channels, clock, speed }: EmulatedPortParts) {
    this.bench = bench;
    this.channels = channels;
    this.#clock = clock;
    this.#speed = speed;
    this.identity = { path: 'emulated', serialNumber: `EMU${seed}`, vendorId: '', productId: '', manufacturer: 'Twinbench' };
  }

  /** Emulated time over the wall time that its computation took; NaN before the first. */
  get realTimeFactor(): number {
    return this.#spent.emulated / this.#spent.wall;
  }

  open(baudRate: number): Promise<Transport> {
    const { cable, time } = this.bench;
    const place = this.identity.path;
    if (this.#isOpen) return Promise.reject(busy(place));
    if (!cable.isPlugged) return Promise.reject(absent(place));
    this.#isOpen = true;
    let isOpen = true;
    let closed: (why: string) => void = () => undefined;
    const end = (): void => {
      // Whoever has opened it since is not to be cut off.
      if (!isOpen) return;
      isOpen = false;
      this.#isOpen = false;
      cable.onBytes(() => undefined);
      cable.onUnplugged(() => undefined);
    };
    cable.setBaudRate(baudRate);
    let hasTold = false;
    cable.onUnplugged(() => {
      end();
      closed('the device was unplugged');
    });
    const wasTold = (): boolean => {
      const was = hasTold;
      hasTold = false;
      return was;
    };
    void this.#pump(() => isOpen, wasTold);
    return Promise.resolve({
      place,
      timing: time,
      patience: 1,
      send: (bytes: Uint8Array) => {
        if (isOpen) cable.send(bytes);
      },
      setBaudRate: (next: number) => {
        cable.setBaudRate(next);
        return Promise.resolve();
      },
      onBytes: (listener: (bytes: Uint8Array, arrived: number) => void) =>
        cable.onBytes((bytes) => {
          hasTold = true;
          listener(bytes, this.#clock.now());
        }),
      onClose: (listener: (why: string) => void) => void (closed = listener),
      close: () => {
        end();
        return Promise.resolve();
      },
    });
  }

  /** The time of a board goes on while its port is closed, at least for those who wait. */
  async wait(milliseconds: number): Promise<void> {
    const end = this.bench.time.now() + milliseconds;
    await this.#pump(() => this.bench.time.now() < end);
  }

  /**
   * Whoever was handed bytes, or was called back at a moment, has a turn at once: later he would be late in the board's time, and how much
   * later would depend on the computer.
   *
   * @param wasTold  whether bytes were handed over since the last time
   */
  async #pump(isOpen: () => boolean, wasTold: () => boolean = () => false): Promise<void> {
    const clock = this.#clock;
    const { time } = this.bench;
    const start = { wall: clock.now(), emulated: time.now() };
    const ahead = (): number => (this.#speed === null ? 0 : (time.now() - start.emulated) / this.#speed - (clock.now() - start.wall));
    while (isOpen()) {
      const began = clock.now();
      const from = time.now();
      const { kept } = time;
      do this.bench.run(STEP);
      while (isOpen() && !wasTold() && time.kept === kept && clock.now() - began < SLICE_MS && ahead() <= 0);
      this.#spent.wall += (clock.now() - began) / 1000;
      this.#spent.emulated += (time.now() - from) / 1000;
      const rest = ahead();
      if (rest < 1) await clock.yield();
      else await new Promise<void>((resolve) => clock.after(rest, resolve));
      // What could not be made up for is not made up for later in a rush.
      if (rest < -200) Object.assign(start, { wall: clock.now(), emulated: time.now() });
    }
  }
}

function busy(place: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-PORT',
    what: 'The port can’t be opened',
    where: place,
    why: 'somebody else has opened it',
    remedy: 'Close the other program or run first.',
  });
}

function absent(place: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-PORT',
    what: 'The port can’t be opened',
    where: place,
    why: 'nothing is plugged in there',
    remedy: 'Plug the board in again.',
  });
}
