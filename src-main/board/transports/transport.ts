import type { Timing } from '../timing.ts';

/** Who says something to a board: the driver, or whoever types. */
export type Speaker = 'program' | 'person';

/** An open stream of bytes to and from a board. Nothing about it is certain: bytes get lost, and the other end goes away. */
export interface Transport {
  /** "/dev/ttyACM0", "emulated board 7". */
  readonly place: string;
  /** The time in which a board on this stream is to answer. */
  readonly timing: Timing;
  /**
   * So many times as long as a board with a processor of its own has. 1 but for a program of this computer behind a pseudo-terminal: that
   * one gets as little of the processor as there is to spare, and the system tells at once when it ends.
   */
  readonly patience: number;
  /** Bytes on their way; whatever goes wrong with them is told by `onClose`, if at all. @param by  who says it, for who keeps a log */
  send(bytes: Uint8Array, by?: Speaker): void;
  setBaudRate(baudRate: number): Promise<void>;
  /** @param arrived  when they came out of the line, which may be long before anybody looks: ms, as `performance.now()` of this thread */
  onBytes(listener: (bytes: Uint8Array, arrived: number) => void): void;
  /** The stream has ended by itself. A vanished peer does not always end it. */
  onClose(listener: (why: string) => void): void;
  /** Ends it from this side; `onClose` is not called. */
  close(): Promise<void>;
}

/** What is known of a port before it is opened. */
export interface PortIdentity {
  readonly path: string;
  /** Of the USB device; "" where it has none or is no USB device. */
  readonly serialNumber: string;
  /** Four hexadecimal digits, or "". */
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string;
}

/** A place where a board may be, which can be opened again after it went away. */
export interface Port {
  readonly identity: PortIdentity;
  /**
   * @param baudRate  at the beginning
   * @throws ProblemError E-BOARD-PORT, saying what to do on this system
   */
  open(baudRate: number): Promise<Transport>;
  /** Waits between two attempts to open it, in the time of its transports. */
  wait(milliseconds: number): Promise<void>;
}
