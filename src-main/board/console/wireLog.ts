import type { ConsoleLine, ConsoleReading } from '../../../shared/console.ts';
import { Receiver } from '../protocol/receiver.ts';
import { decodeFrame } from '../protocol/frames.ts';
import type { Speaker } from '../transports/transport.ts';
import { BoardClock } from './boardClock.ts';
import { frameText, hex, sentText } from './lineText.ts';

/** So many lines are kept: two minutes of a board that measures every node and edge each hundred steps of 100 µs. */
export const MOST_LINES = 20_000;
/** The oldest go in blocks: moving all others for each new line would cost more than the line. */
const BLOCK = 1000;

/** The two clocks of a log: one that runs evenly, on which bytes are noted, and that of the wall, which people read. */
export interface WireClock {
  /** Monotonic, ms, as `performance.now()` of this thread. */
  now(): number;
  /** ms since 1970. */
  wall(): number;
}

export const systemWireClock: WireClock = { now: () => performance.now(), wall: () => Date.now() };

/** The clock of the wall is read in whole milliseconds and is set now and then: only where it is this far off is it followed, ms. */
const SET_MS = 50;

/** A line as it is kept: what was sent, and frames, as bytes, which are made words of when somebody reads them. */
type Kept = Omit<ConsoleLine, 'text' | 'bytes'> & { readonly content: string | Uint8Array };

/**
 * Everything that went over a line to a board and back, with the moment at which it was handed to the port or came out of it; the newest
 * `MOST_LINES` of it.
 *
 * @cost O(bytes); at most about 5 MB
 */
export class WireLog {
  readonly #clock: WireClock;
  readonly #board = new BoardClock();
  #receiver = new Receiver();
  /** Of the wall less the even one, ms. */
  #offset: number;
  readonly #opened: number;
  #place = '';
  #lines: Kept[] = [];
  #next = 0;
  /** A board answers one line at a time: whoever spoke last is answered. */
  #speaker: Speaker = 'program';

  constructor(clock: WireClock = systemWireClock) {
    this.#clock = clock;
    this.#opened = clock.wall();
    this.#offset = this.#opened - clock.now();
  }

  /** The stream begins anew, at this place. */
  opened(place: string, baudRate: number): void {
    this.#place = place;
    this.#receiver = new Receiver();
    this.event(`${place} is open at ${baudRate} baud`);
  }

  event(text: string): void {
    this.#add('event', text, this.#clock.now());
  }

  /** @param bytes  a line with its end */
  sent(bytes: Uint8Array, by: Speaker = 'program'): void {
    this.#speaker = by;
    this.#add('sent', bytes, this.#clock.now());
  }

  /** @param arrived  ms of the even clock */
  received(bytes: Uint8Array, arrived: number): void {
    for (const item of this.#receiver.push(bytes)) {
      if (item.kind === 'frame') this.#add('frame', item.content, arrived);
      else if (item.kind === 'answer') this.#add('answer', item.text, arrived);
      else this.#add('noise', `${item.bytes} bytes that can’t be understood`, arrived);
    }
  }

  /** The lines from this number on, as far as they are kept, and no more than `most`. */
  read(from: number, most: number): ConsoleReading {
    const first = this.#next - this.#lines.length;
    const begin = Math.max(0, from - first);
    const lines = this.#lines.slice(begin, begin + most).map(worded);
    return { opened: this.#opened, place: this.#place, first, next: this.#next, lines };
  }

  #add(kind: ConsoleLine['kind'], content: string | Uint8Array, moment: number): void {
    const frame = kind === 'frame' && typeof content !== 'string' ? decodeFrame(content) : null;
    const isSpoken = kind === 'sent' || kind === 'answer';
    this.#lines.push({
      number: this.#next++,
      at: this.#wall(moment),
      kind,
      by: isSpoken ? this.#speaker : 'program',
      clock: frame === null ? null : this.#board.read(frame),
      content,
    });
    if (this.#lines.length >= MOST_LINES + BLOCK) this.#lines.splice(0, this.#lines.length - MOST_LINES);
  }

  /** A moment of the even clock by the clock of the wall. After a sleep of the computer, or when somebody has set it, that is another one. */
  #wall(moment: number): number {
    const offset = this.#clock.wall() - this.#clock.now();
    if (Math.abs(offset - this.#offset) > SET_MS) this.#offset = offset;
    return moment + this.#offset;
  }
}

function worded({ content, ...line }: Kept): ConsoleLine {
  if (typeof content === 'string') return { ...line, text: content, bytes: '' };
  return line.kind === 'frame'
    ? { ...line, text: frameText(content), bytes: hex(content) }
    : { ...line, text: sentText(content), bytes: '' };
}
