import { Opcode } from '@mcap/core';
import { crc32 } from 'node:zlib';

/** What can be read at an offset; both files that are written and files that are only read can. */
export interface Readable {
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** One record of the file as it stands there: where its head begins, and how long it is with its head. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export type Stretch =
  | (Place & { readonly type: 'record'; readonly opcode: number })
  /** A chunk whose checksum is right. */
  | (Place & { readonly type: 'chunk' })
  /** Nothing here can be read. */
  | (Place & { readonly type: 'gap' });

export const MAGIC_LENGTH = 8;
/** Opcode and length. */
export const HEAD_LENGTH = 9;
/** Content of a chunk before its records, with no compression: two times, size, checksum, empty text, length. */
export const CHUNK_HEAD = 8 + 8 + 8 + 4 + 4 + 8;
const WINDOW = 1 << 16;

/** Reads a file in windows, so that a walk over many small records asks the file system rarely. */
export class Window {
  readonly #file: Readable;
  #bytes: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(file: Readable) {
    this.#file = file;
  }

  /** So many bytes from the offset, fewer at the end of the file; valid until the next call. */
  async at(offset: number, length: number): Promise<Uint8Array> {
    const start = offset - this.#offset;
    if (start < 0 || start + length > this.#bytes.byteLength) {
      this.#bytes = await this.#file.read(offset, Math.max(length, WINDOW));
      this.#offset = offset;
      return this.#bytes.subarray(0, length);
    }
    return this.#bytes.subarray(start, start + length);
  }
}

/**
 * Walks over the records of a file. A chunk is reported when its checksum is right; where a record can't be one, or a chunk is
 * damaged, the next chunk that is whole is looked for byte by byte, and what lies between is a gap.
 *
 * @cost  O(size): every chunk is read for its checksum, one at a time
 */
export async function* walk(file: Readable, size: number): AsyncGenerator<Stretch> {
  const window = new Window(file);
  let offset = MAGIC_LENGTH;
  while (offset < size) {
    const record = await recordAt(window, offset, size);
    if (record !== null && (await isSound(window, record, size))) {
      yield record.opcode === (Opcode.CHUNK as number) ? { type: 'chunk', ...placeOf(record) } : { type: 'record', ...record };
      offset += record.length;
      if (record.opcode === (Opcode.FOOTER as number) && offset + MAGIC_LENGTH === size) return;
      continue;
    }
    const next = await nextChunk(window, offset + 1, size);
    yield { type: 'gap', offset, length: next - offset };
    offset = next;
  }
}

/** So many records without a form of their own are believed in a row. */
const BELIEVED = 4;

/**
 * Whether a record is what it says. A wrong length would lead past whole chunks, so that records whose length can't be checked by
 * what is in them are believed only where something stands behind them that can.
 */
async function isSound(window: Window, record: Place & { opcode: number }, size: number): Promise<boolean> {
  if (record.opcode === (Opcode.CHUNK as number)) return isWholeChunk(window, record);
  let current: (Place & { opcode: number }) | null = record;
  for (let count = 0; count < BELIEVED; count++) {
    const verdict = await hasItsForm(window, current);
    if (verdict !== null) return verdict;
    const end: number = current.offset + current.length;
    if (end === size) return true;
    current = await recordAt(window, end, size);
    if (current === null) return false;
  }
  return true;
}

/** Whether the length of a record agrees with what is in it; `null` where nothing in it tells. */
async function hasItsForm(window: Window, { offset, length, opcode }: Place & { opcode: number }): Promise<boolean | null> {
  const content = length - HEAD_LENGTH;
  if (opcode === (Opcode.CHUNK as number)) return (await recordsOf(window, { offset, length })) !== null;
  if (opcode === (Opcode.DATA_END as number)) return content === 4;
  if (opcode === (Opcode.FOOTER as number)) return content === 20;
  const form = forms[opcode];
  return form === undefined ? null : (await sizeByForm(window, offset + HEAD_LENGTH, content, form)) === content;
}

/** What records are made of: so many bytes, or a length of 32 or 64 bits and so many bytes behind it. */
type Part = number | 'short' | 'long';

const forms: Readonly<Partial<Record<number, readonly Part[]>>> = {
  [Opcode.HEADER]: ['short', 'short'],
  [Opcode.SCHEMA]: [2, 'short', 'short', 'short'],
  [Opcode.CHANNEL]: [4, 'short', 'short', 'short'],
  [Opcode.MESSAGE_INDEX]: [2, 'short'],
  [Opcode.ATTACHMENT]: [16, 'short', 'short', 'long', 4],
};

/** Bytes that a content has by the lengths in it; −1 where these lead beyond its end. */
async function sizeByForm(window: Window, start: number, content: number, form: readonly Part[]): Promise<number> {
  let size = 0;
  for (const part of form) {
    if (typeof part === 'number') size += part;
    else {
      const prefix = part === 'short' ? 4 : 8;
      if (size + prefix > content) return -1;
      const view = viewOf(await window.at(start + size, prefix));
      size += prefix + (part === 'short' ? view.getUint32(0, true) : Number(view.getBigUint64(0, true)));
    }
    if (size > content) return -1;
  }
  return size;
}

/** The record at this offset, or `null` where there can be none. */
export async function recordAt(window: Window, offset: number, size: number): Promise<(Place & { opcode: number }) | null> {
  const head = await window.at(offset, HEAD_LENGTH);
  if (head.byteLength < HEAD_LENGTH) return null;
  const opcode = head[0];
  const length = HEAD_LENGTH + Number(viewOf(head).getBigUint64(1, true));
  if (opcode < (Opcode.MIN as number) || opcode > (Opcode.MAX as number) || offset + length > size) return null;
  return { offset, length, opcode };
}

/** Offset of the next chunk that is whole, or the end of the file. */
async function nextChunk(window: Window, from: number, size: number): Promise<number> {
  for (let offset = from; offset < size;) {
    const bytes = await window.at(offset, Math.min(WINDOW, size - offset));
    const found = bytes.indexOf(Opcode.CHUNK);
    if (found < 0) {
      offset += bytes.byteLength;
      continue;
    }
    offset += found;
    const record = await recordAt(window, offset, size);
    if (record !== null && (await isWholeChunk(window, record))) return offset;
    offset++;
  }
  return size;
}

/** Whether a record is a chunk of ours with the right checksum. */
async function isWholeChunk(window: Window, place: Place): Promise<boolean> {
  const records = await recordsOf(window, place);
  if (records === null) return false;
  const bytes = await window.at(place.offset + HEAD_LENGTH + CHUNK_HEAD, records.length);
  return bytes.byteLength === records.length && crc32(bytes) === records.checksum;
}

/** How many bytes of records a chunk holds, and their checksum; `null` where its lengths don't agree, or it is none of ours. */
async function recordsOf(window: Window, { offset, length }: Place): Promise<{ length: number; checksum: number } | null> {
  const bytes = length - HEAD_LENGTH - CHUNK_HEAD;
  if (bytes < 0) return null;
  const view = viewOf(await window.at(offset + HEAD_LENGTH, CHUNK_HEAD));
  const isCompressed = view.getUint32(28, true) !== 0;
  if (isCompressed || view.getBigUint64(16, true) !== BigInt(bytes) || view.getBigUint64(32, true) !== BigInt(bytes)) return null;
  const checksum = view.getUint32(24, true);
  return checksum === 0 ? null : { length: bytes, checksum };
}

function placeOf({ offset, length }: Place): Place {
  return { offset, length };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
