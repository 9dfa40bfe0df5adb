import { McapIndexedReader, McapStreamReader } from '@mcap/core';
import type { RecordedEvent, Recording, RecordingHeader, RecordingSurvey, StepSpan } from '../machine/recorded.ts';
import { announcement, decodeEvent } from './channels.ts';
import type { Files, ReadFile } from './files.ts';
import { readHeader } from './header.ts';
import { errorCode, readProblem } from './problems.ts';
import { walk, type Place } from './scan.ts';
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
  pieces(): AsyncIterable<Piece>;
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
    return new FileRecording(path, file, size, header, await writtenCount(file, size));
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
  /** Events that were written, by the statistics of the file; `null` where it has none that are whole. */
  readonly #written: number | null;
  #survey: Promise<RecordingSurvey> | null = null;

  constructor(path: string, file: ReadFile, size: number, header: RecordingHeader, written: number | null) {
    this.path = path;
    this.#file = file;
    this.size = size;
    this.header = header;
    this.#written = written;
    this.isClosed = written !== null;
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
      // What stands out of order is no part of the run: a chunk within a damaged chunk, for one.
      const events = (await this.readPiece(stretch)).filter(({ sequence }) => sequence >= next);
      if (events.length === 0) continue;
      next = events[events.length - 1].sequence + 1;
      yield { offset, length, events };
    }
  }

  async readPiece({ offset, length }: Place): Promise<readonly RecordedEvent[]> {
    const reader = new McapStreamReader({ noMagicPrefix: true });
    reader.append(announcement);
    reader.append(await this.#file.read(offset, length));
    const events: RecordedEvent[] = [];
    for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
      if (record.type !== 'Message') continue;
      const event = decodeEvent(record.channelId, record.data);
      if (event !== null) events.push(event);
    }
    return events;
  }

  survey(): Promise<RecordingSurvey> {
    return (this.#survey ??= this.#look());
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #look(): Promise<RecordingSurvey> {
    const tally = new Tally(this.header.createdAt);
    let bytes = 0;
    for await (const { events } of this.pieces((length) => (bytes += length))) events.forEach((event) => tally.add(event));
    return tally.survey(bytes, this.#written);
  }
}

/** How many messages the index at the end of the file says there are; `null` where it is not whole. */
async function writtenCount(file: ReadFile, size: number): Promise<number | null> {
  const readable = {
    size: () => Promise.resolve(BigInt(size)),
    read: (offset: bigint, length: bigint) => file.read(Number(offset), Number(length)),
  };
  try {
    const { statistics } = await McapIndexedReader.Initialize({ readable });
    return statistics === undefined ? null : Number(statistics.messageCount);
  } catch {
    // A file that was cut off has no index; one that is damaged there has none that can be trusted.
    return null;
  }
}
