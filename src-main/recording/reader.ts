import { McapStreamReader, Opcode } from '@mcap/core';
import type { RecordedEvent, Recording, RecordingHeader, RecordingSurvey, StepSpan } from '../machine/recorded.ts';
import { announcement, decodeEvent } from './channels.ts';
import { readIndex, type FileIndex } from './fileIndex.ts';
import type { Files, ReadFile } from './files.ts';
import { readHeader } from './header.ts';
import { errorCode, readProblem } from './problems.ts';
import { HEAD_LENGTH, viewOf, walk, type Place } from './scan.ts';
import { Tally } from './tally.ts';

/** The events of one chunk, and where in the file it stands. */
export interface Piece extends Place {
  readonly events: readonly RecordedEvent[];
}

/** A recording on disk. Beyond the contract it gives its chunks one by one, for those who want to come back to one of them. */
export interface StoredRecording extends Recording {
  readonly path: string;
  /** True where the file was closed in order and its index is whole. */
  readonly isClosed: boolean;
  /** @param onGap  told of every stretch that can't be read, bytes */
  pieces(onGap?: (bytes: number) => void): AsyncIterable<Piece>;
  /**
   * The survey as the index and the end of the file tell it, for lists: damage in between is not noticed. Where there is no
   * index, or its end is damaged, it is the whole survey.
   */
  glance(): Promise<RecordingSurvey>;
  /** The events of a chunk that `pieces` gave before. */
  readPiece(place: Place): Promise<readonly RecordedEvent[]>;
}

/**
 * Opens a recording, however it ended.
 *
 * @throws ProblemError E-RECORDING-READ where the file can't be read, is no recording, or both copies of its header are damaged;
 *   E-DOC-… where the experiment in it is not right
 * @cost   reads the head and the index, not the measurements
 */
export async function openRecording(path: string, files: Files): Promise<StoredRecording> {
  let file: ReadFile | null = null;
  try {
    file = await files.open(path);
    const header = await readHeader(file, path);
    const size = await file.size();
    return new FileRecording(path, file, size, header, await readIndex(file, size));
  } catch (error) {
    await file?.close();
    const code = errorCode(error);
    if (code === '') throw error;
    throw readProblem(path, reasons[code] ?? String(error), 'Check the path; `twinbench runs list` lists the runs.');
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'you are not allowed to read it',
  ENOTDIR: 'a part of the path is not a folder',
};

class FileRecording implements StoredRecording {
  readonly path: string;
  readonly size: number;
  readonly header: RecordingHeader;
  readonly isClosed: boolean;
  readonly #file: ReadFile;
  readonly #index: FileIndex | null;
  #survey: Promise<RecordingSurvey> | null = null;

  constructor(path: string, file: ReadFile, size: number, header: RecordingHeader, index: FileIndex | null) {
    this.path = path;
    this.#file = file;
    this.size = size;
    this.header = header;
    this.#index = index;
    this.isClosed = index !== null;
  }

  async *events(span: StepSpan = {}): AsyncGenerator<RecordedEvent> {
    const { from = -Infinity, to = Infinity } = span;
    for await (const piece of this.pieces()) {
      for (const event of piece.events) if (event.step >= from && event.step <= to) yield event;
    }
  }

  async *pieces(onGap: (bytes: number) => void = () => undefined): AsyncGenerator<Piece> {
    let next = 0;
    for await (const stretch of walk(this.#file, this.size)) {
      if (stretch.type === 'gap') onGap(stretch.length);
      if (stretch.type !== 'chunk') continue;
      const { offset, length } = stretch;
      const found = await this.#eventsIn(stretch);
      if (found === null) onGap(length);
      // What stands out of order is no part of the run: a chunk within a damaged chunk, for one.
      const events = (found ?? []).filter(({ sequence }) => sequence >= next);
      if (events.length === 0) continue;
      next = events[events.length - 1].sequence + 1;
      yield { offset, length, events };
    }
  }

  async readPiece(place: Place): Promise<readonly RecordedEvent[]> {
    // It could be read before; where the file was changed since, nothing of it is left.
    return (await this.#eventsIn(place)) ?? [];
  }

  /** The events of a chunk; `null` where there is none, a damaged one, or one that holds no records in spite of its checksum. */
  async #eventsIn({ offset, length }: Place): Promise<readonly RecordedEvent[] | null> {
    const bytes = await this.#file.read(offset, length);
    // The reader of MCAP passes over what it does not know, and waits in silence for the rest of what is longer than it is.
    if (!isChunk(bytes)) return null;
    try {
      return decodeChunk(bytes);
    } catch {
      return null;
    }
  }

  survey(): Promise<RecordingSurvey> {
    return (this.#survey ??= this.#look());
  }

  async glance(): Promise<RecordingSurvey> {
    if (this.#index === null) return this.survey();
    const tally = new Tally(this.header.createdAt);
    for await (const { events } of this.pieces()) {
      events.forEach((event) => tally.add(event));
      break;
    }
    for (const place of this.#index.lastChunks) {
      const events = await this.#eventsIn(place);
      // How the run ended stands elsewhere, or nowhere.
      if (events === null) return this.survey();
      events.forEach((event) => tally.add(event));
    }
    return tally.glance(this.#index);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #look(): Promise<RecordingSurvey> {
    const tally = new Tally(this.header.createdAt);
    let bytes = 0;
    for await (const { events } of this.pieces((length) => (bytes += length))) events.forEach((event) => tally.add(event));
    return tally.survey(bytes, this.#index?.total ?? null);
  }
}

/** Whether these bytes are one record, and a chunk by its head. */
function isChunk(bytes: Uint8Array): boolean {
  if (bytes.byteLength < HEAD_LENGTH || bytes[0] !== (Opcode.CHUNK as number)) return false;
  return viewOf(bytes).getBigUint64(1, true) === BigInt(bytes.byteLength - HEAD_LENGTH);
}

/** @throws Error of the reader of MCAP, or of the encoding of an event */
function decodeChunk(bytes: Uint8Array): RecordedEvent[] {
  const reader = new McapStreamReader({ noMagicPrefix: true });
  reader.append(announcement);
  reader.append(bytes);
  const events: RecordedEvent[] = [];
  for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
    if (record.type !== 'Message') continue;
    const event = decodeEvent(record.channelId, record.data);
    if (event !== null) events.push(event);
  }
  return events;
}
