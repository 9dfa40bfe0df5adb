import { crc16 } from './crc.ts';

/** One thing that a board said. */
export type Received =
  | { readonly kind: 'answer'; readonly text: string }
  /** The content of an intact frame, without its checksum. */
  | { readonly kind: 'frame'; readonly content: Uint8Array }
  /** Bytes that are neither; so many were passed over. */
  | { readonly kind: 'noise'; readonly bytes: number };

/** No frame and no answer of this protocol is longer; what is longer is noise. Later minor versions may grow frames up to this. */
const LONGEST_FRAME = 999;
const LONGEST_ANSWER = 4096;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;

/**
 * Cuts the bytes of a board into answers and frames. The bytes are not trusted: whatever comes, memory is bounded, nothing is
 * thrown, and after a damaged stretch the next intact answer or frame is found again, because nothing is given up that was not
 * seen to be broken.
 */
export class Receiver {
  /** Received and not yet understood; at most one frame or answer, and what came with its end. */
  #pending = new Uint8Array(0);

  /** @returns  what is complete now, in order */
  push(bytes: Uint8Array): Received[] {
    const joined = new Uint8Array(this.#pending.length + bytes.length);
    joined.set(this.#pending);
    joined.set(bytes, this.#pending.length);
    return this.#parse(joined, false);
  }

  /** Nothing more has come for a while: a frame that waits for its end is broken. */
  flush(): Received[] {
    return this.#parse(this.#pending, true);
  }

  #parse(bytes: Uint8Array, isOver: boolean): Received[] {
    const received: Received[] = [];
    let start = 0;
    while (start < bytes.length) {
      const next = bytes[start] === HASH ? parseFrame(bytes, start) : parseAnswer(bytes, start);
      if (next === 'incomplete') {
        const limit = bytes[start] === HASH ? LONGEST_FRAME + 8 : LONGEST_ANSWER;
        if (!isOver && bytes.length - start <= limit) break;
        start = passOver(bytes, start, received);
      } else if (next === 'broken') start = passOver(bytes, start, received);
      else {
        if (next.item !== null) received.push(next.item);
        start = next.end;
      }
    }
    this.#pending = bytes.slice(start);
    return received;
  }
}

type Parsed = { readonly item: Received | null; readonly end: number } | 'incomplete' | 'broken';

/** `#`, number of digits, length, content with its checksum, end of line. */
function parseFrame(bytes: Uint8Array, start: number): Parsed {
  if (start + 1 >= bytes.length) return 'incomplete';
  const digits = bytes[start + 1] - 0x30;
  if (digits < 1 || digits > 3) return 'broken';
  let length = 0;
  for (let place = start + 2; place < start + 2 + digits; place++) {
    if (place >= bytes.length) return 'incomplete';
    const digit = bytes[place] - 0x30;
    if (digit < 0 || digit > 9) return 'broken';
    length = 10 * length + digit;
  }
  const first = start + 2 + digits;
  if (length < 3 || length > LONGEST_FRAME) return 'broken';
  if (first + length >= bytes.length) return 'incomplete';
  const block = bytes.subarray(first, first + length);
  let end = first + length;
  if (bytes[end] === RETURN) end++;
  if (bytes[end] !== NEWLINE || crc16(block) !== 0) return 'broken';
  return { item: { kind: 'frame', content: block.slice(0, -2) }, end: end + 1 };
}

/** Printable characters up to the end of the line. Empty lines say nothing. */
function parseAnswer(bytes: Uint8Array, start: number): Parsed {
  let end = start;
  while (end < bytes.length && bytes[end] !== NEWLINE) {
    if (!isPrintable(bytes[end])) return 'broken';
    end++;
    if (end - start > LONGEST_ANSWER) return 'broken';
  }
  if (end === bytes.length) return 'incomplete';
  const text = String.fromCharCode(...bytes.subarray(start, end)).replace(/\r+$/, '');
  return { item: text === '' ? null : { kind: 'answer', text }, end: end + 1 };
}

/** Goes on behind the next end of a line, where the next answer or frame may begin; answers the place. */
function passOver(bytes: Uint8Array, start: number, received: Received[]): number {
  const newline = bytes.indexOf(NEWLINE, start);
  const end = newline < 0 ? bytes.length : newline + 1;
  const last = received.at(-1);
  if (last?.kind === 'noise') received[received.length - 1] = { kind: 'noise', bytes: last.bytes + end - start };
  else received.push({ kind: 'noise', bytes: end - start });
  return end;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === RETURN;
}
