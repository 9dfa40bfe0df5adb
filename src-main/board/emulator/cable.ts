import type { EmulatedBoard } from './emulatedBoard.ts';
import type { EmulatedTime } from './emulatedTime.ts';

/** What a fault makes of a byte on its way: nothing, itself, another one, more of them. */
export type ByteFilter = (byte: number) => readonly number[];

/** Beyond this the two ends of a serial line do not understand each other: half a bit at the end of a byte of ten. */
const BAUD_TOLERANCE = 0.05;

/**
 * The USB cable with its serial converter: takes bytes both ways, and everything that can happen to them. Where the two ends
 * disagree on the speed, other bytes arrive than were sent.
 */
export class Cable {
  readonly filters: ByteFilter[] = [];
  /** Time that a byte takes longer than the line needs, ms. */
  delay = 0;
  isPlugged = true;
  /** The computer's end has the speed of the board, whatever that is: a pseudo-terminal has none. */
  followsSpeed = false;
  readonly #board: EmulatedBoard;
  readonly #time: EmulatedTime;
  #hostBaudRate = 115200;
  #received: number[] = [];
  #listener: (bytes: Uint8Array) => void = () => undefined;
  #unplugged: () => void = () => undefined;

  constructor(board: EmulatedBoard, time: EmulatedTime) {
    this.#board = board;
    this.#time = time;
    board.onTransmit((byte) => this.#carry(byte, (arrived) => this.#received.push(arrived)));
  }

  /** The computer's end: what arrives, in batches as a driver gets them. */
  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }

  onUnplugged(listener: () => void): void {
    this.#unplugged = listener;
  }

  get baudRate(): number {
    return this.#hostBaudRate;
  }

  setBaudRate(baudRate: number): void {
    this.#hostBaudRate = baudRate;
  }

  send(bytes: Uint8Array): void {
    for (const byte of bytes) this.#carry(byte, (arrived) => this.#board.receive(arrived));
  }

  /** Hands over what has arrived. */
  deliver(): void {
    if (this.#received.length === 0) return;
    const bytes = Uint8Array.from(this.#received);
    this.#received = [];
    if (this.isPlugged) this.#listener(bytes);
  }

  /** Pulls the plug. @param isNoticed  whether the computer is told, as it usually is */
  unplug(isNoticed: boolean): void {
    this.isPlugged = false;
    this.#received = [];
    if (isNoticed) this.#unplugged();
  }

  plug(): void {
    this.isPlugged = true;
  }

  #carry(byte: number, arrive: (byte: number) => void): void {
    if (!this.isPlugged) return;
    const isUnderstood = this.followsSpeed || Math.abs(this.#board.baudRate / this.#hostBaudRate - 1) < BAUD_TOLERANCE;
    let bytes: readonly number[] = [isUnderstood ? byte : (byte * 37 + 0x81) & 0xff];
    for (const filter of this.filters) bytes = bytes.flatMap(filter);
    if (this.delay === 0) bytes.forEach(arrive);
    else this.#time.after(this.delay, () => bytes.forEach(arrive));
  }
}
