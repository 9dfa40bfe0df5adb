import { McapChunkBuilder, McapRecordBuilder } from '@mcap/core';
import { crc32 } from 'node:zlib';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { RecordedEnd, RecordedEvent, RecordingHeader } from '../machine/recorded.ts';
import { channelIds, encodeEvent } from './channels.ts';
import type { AppendFile, Files, HostClock } from './files.ts';
import { encodeHead, nanosecondsOf } from './header.ts';
import { writeProblem } from './problems.ts';
import { appendSummary } from './summary.ts';

/** What happens within so long stands in one chunk, s: with the time to write it, less than a second is ever lost. */
const CHUNK_SECONDS = 0.4;
/** A chunk is closed earlier at this size. */
const CHUNK_BYTES = 1 << 20;
/** More than this on its way to the disk, and `drain` waits. */
const QUEUE_BYTES = 8 << 20;

type WithoutNumber<E> = E extends RecordedEvent ? Omit<E, 'sequence' | 'hostTime'> & { readonly hostTime?: number } : never;

/** An event before the writer numbers it. Without a host time it gets that of the moment; importers give the one of the day. */
export type NewEvent = WithoutNumber<RecordedEvent>;

export interface WriterOptions {
  readonly files: Files;
  readonly clock: HostClock;
  readonly path: string;
  readonly header: RecordingHeader;
  /** Called once when the file system refuses: recording is over then, and the run goes on. */
  readonly onProblem?: (problem: Problem) => void;
}

/**
 * Writes one recording: events are numbered and gathered in chunks, which go to the disk by themselves at least twice a
 * second. `append` only copies bytes; whoever runs the machine calls `drain` between two stretches of steps, so that a disk
 * that is slower than the run costs time and not memory.
 */
export class RecordingWriter {
  readonly path: string;
  readonly header: RecordingHeader;
  readonly #file: AppendFile;
  readonly #clock: HostClock;
  readonly #onProblem: (problem: Problem) => void;
  readonly #chunk = new McapChunkBuilder({ useMessageIndex: true });
  readonly #messages = new Map<number, bigint>();
  #sequence = 0;
  #dropped = 0;
  #chunks = 0;
  /** Host time at which the open chunk began, s. */
  #chunkBegan = 0;
  #cancelTimer: (() => void) | null = null;
  #queue: Promise<void> = Promise.resolve();
  #queuedBytes = 0;
  #syncing: Promise<void> | null = null;
  /** Whole bytes on the disk, and their checksum. */
  #size: number;
  #checksum: number;
  #startTime = 0n;
  #endTime = 0n;
  #last = { step: 0, time: 0 };
  #isClosed = false;
  #problem: Problem | null = null;

  private constructor(options: WriterOptions, file: AppendFile, head: Uint8Array) {
    this.path = options.path;
    this.header = options.header;
    this.#file = file;
    this.#clock = options.clock;
    this.#onProblem = options.onProblem ?? (() => undefined);
    this.#size = head.byteLength;
    this.#checksum = crc32(head);
  }

  /**
   * Makes the file, with its header on the disk.
   *
   * @throws ProblemError E-RECORDING-WRITE (a file that is there is never overwritten), E-RECORDING-FULL
   */
  static async create(options: WriterOptions): Promise<RecordingWriter> {
    const head = encodeHead(options.header);
    try {
      return new RecordingWriter(options, await options.files.create(options.path, head), head);
    } catch (error) {
      throw new ProblemError(writeProblem(options.path, error));
    }
  }

  /** Why recording stopped before it was closed; `null` while all is well. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Bytes of the file, with those on their way to it. */
  get size(): number {
    return this.#size + this.#queuedBytes + this.#chunk.byteLength;
  }

  /** Events so far. */
  get count(): number {
    return this.#sequence;
  }

  /** Events that came too late: recording had stopped. While it goes on, none is ever dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes an event. Does nothing once recording has stopped: the run does not care. @cost copies its bytes, waits for nothing */
  append(event: NewEvent): void {
    if (this.#isClosed || this.#problem !== null) {
      this.#dropped++;
      return;
    }
    const now = this.#clock.now();
    const complete = { ...event, hostTime: event.hostTime ?? now, sequence: this.#sequence } as RecordedEvent;
    const data = encodeEvent(complete);
    const channelId = channelIds[complete.kind];
    const logTime = nanosecondsOf(complete.hostTime);
    if (this.#chunk.numMessages === 0) this.#openChunk(now);
    if (this.#sequence === 0) this.#startTime = this.#endTime = logTime;
    if (logTime < this.#startTime) this.#startTime = logTime;
    if (logTime > this.#endTime) this.#endTime = logTime;
    this.#chunk.addMessage({ channelId, sequence: this.#sequence >>> 0, logTime, publishTime: logTime, data });
    this.#messages.set(channelId, (this.#messages.get(channelId) ?? 0n) + 1n);
    this.#last = { step: event.step, time: event.time };
    this.#sequence++;
    if (this.#chunk.byteLength >= CHUNK_BYTES || now - this.#chunkBegan >= CHUNK_SECONDS) this.#closeChunk();
  }

  /** Waits while too much is on its way to the disk; at once otherwise. */
  async drain(): Promise<void> {
    while (this.#queuedBytes > QUEUE_BYTES && this.#problem === null) await this.#queue;
  }

  /** Everything appended so far is in the file when it resolves. */
  async flush(): Promise<void> {
    this.#closeChunk();
    await this.#queue;
  }

  /**
   * Ends the recording: the rest, the index, the footer. A problem is told by `problem`, never thrown.
   *
   * @param hostTime  at the end, where it is not now, s since 1970
   */
  async close(reason: RecordedEnd['reason'], hostTime?: number): Promise<void> {
    if (this.#isClosed) return this.#queue;
    this.append({ kind: 'end', reason, ...this.#last, ...(hostTime === undefined ? {} : { hostTime }) });
    this.#isClosed = true;
    this.#closeChunk();
    this.#queue = this.#queue.then(() => this.#finish());
    await this.#queue;
  }

  #openChunk(now: number): void {
    this.#chunkBegan = now;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(CHUNK_SECONDS, () => this.#closeChunk());
  }

  #closeChunk(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#chunk.numMessages === 0) return;
    const bytes = chunkBytes(this.#chunk);
    this.#chunk.reset();
    this.#chunks++;
    this.#queuedBytes += bytes.byteLength;
    this.#queue = this.#queue.then(() => this.#write(bytes));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      if (this.#problem !== null) return;
      await this.#file.append(bytes);
      this.#size += bytes.byteLength;
      this.#checksum = crc32(bytes, this.#checksum);
      this.#sync();
    } catch (error) {
      await this.#stop(error);
    } finally {
      this.#queuedBytes -= bytes.byteLength;
    }
  }

  /** Makes what is written survive a power cut too. The next chunk does not wait for it: a dead process loses nothing that was written. */
  #sync(): void {
    this.#syncing ??= this.#file
      .sync()
      .catch((error: unknown) => this.#stop(error))
      .finally(() => (this.#syncing = null));
  }

  /** The file keeps every chunk that is whole; half of one is cut off again. */
  async #stop(error: unknown): Promise<void> {
    if (this.#problem !== null) return;
    this.#problem = writeProblem(this.path, error);
    this.#chunk.reset();
    // Where even that is refused, readers pass over the half.
    await this.#file.truncate(this.#size).catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    this.#onProblem(this.#problem);
  }

  async #finish(): Promise<void> {
    await this.#syncing;
    if (this.#problem !== null) return;
    const written = { messages: this.#messages, chunks: this.#chunks, start: this.#startTime, end: this.#endTime };
    try {
      this.#size = await appendSummary(this.#file, this.#size, this.#checksum, written);
      await this.#file.sync();
      await this.#file.close();
    } catch (error) {
      await this.#stop(error);
    }
  }
}

/** A chunk with its checksum, and the index of its messages. */
function chunkBytes(chunk: McapChunkBuilder): Uint8Array {
  const records = chunk.buffer;
  const builder = new McapRecordBuilder();
  builder.writeChunk({
    messageStartTime: chunk.messageStartTime,
    messageEndTime: chunk.messageEndTime,
    uncompressedSize: BigInt(records.byteLength),
    uncompressedCrc: crc32(records),
    compression: '',
    records,
  });
  for (const index of chunk.indices) builder.writeMessageIndex(index);
  return builder.buffer.slice();
}
