import { McapRecordBuilder, Opcode, type ChunkIndex } from '@mcap/core';
import { crc32 } from 'node:zlib';
import { channels, schemas } from './channels.ts';
import type { AppendFile } from './files.ts';
import { CHUNK_HEAD, HEAD_LENGTH, MAGIC_LENGTH, recordAt, viewOf, Window, type Place } from './scan.ts';

/** What was written, for the statistics of the file. */
export interface Written {
  /** Messages of each channel, by its number. */
  readonly messages: ReadonlyMap<number, bigint>;
  readonly chunks: number;
  readonly start: bigint;
  readonly end: bigint;
}

/** The index is written in pieces of this size: however long the run, it is never in memory as a whole. */
const PIECE = 1 << 16;

/**
 * Ends a file: the index of its chunks, its statistics, its footer. The index is made from the file itself, so that writing
 * keeps nothing in memory for it.
 *
 * @param size         bytes in the file: everything up to the summary but the end of the data section
 * @param dataChecksum CRC-32 of these bytes
 * @returns bytes in the file now
 */
export async function appendSummary(file: AppendFile, size: number, dataChecksum: number, written: Written): Promise<number> {
  const builder = new McapRecordBuilder();
  builder.writeDataEnd({ dataSectionCrc: dataChecksum });
  const start = size + builder.length;
  await file.append(builder.buffer.slice());
  builder.reset();

  let checksum = 0;
  let position = start;
  const flush = async (): Promise<void> => {
    const bytes = builder.buffer.slice();
    builder.reset();
    checksum = crc32(bytes, checksum);
    position += bytes.byteLength;
    await file.append(bytes);
  };
  const groups: { opcode: Opcode; start: number; length: number }[] = [];
  const group = async (opcode: Opcode, write: () => void | Promise<void>): Promise<void> => {
    const begin = position;
    await write();
    await flush();
    if (position > begin) groups.push({ opcode, start: begin, length: position - begin });
  };

  const attachments: Place[] = [];
  await group(Opcode.SCHEMA, () => schemas.forEach((schema) => builder.writeSchema(schema)));
  await group(Opcode.CHANNEL, () => channels.forEach((channel) => builder.writeChannel(channel)));
  await group(Opcode.CHUNK_INDEX, async () => {
    for await (const entry of indexOf(file, size, attachments)) {
      builder.writeChunkIndex(entry);
      if (builder.length > PIECE) await flush();
    }
  });
  await group(Opcode.ATTACHMENT_INDEX, () => writeAttachmentIndex(file, attachments, builder));
  await group(Opcode.STATISTICS, () => writeStatistics(builder, written, attachments.length));

  const offsets = position;
  for (const { opcode, start: groupStart, length } of groups) {
    builder.writeSummaryOffset({ groupOpcode: opcode, groupStart: BigInt(groupStart), groupLength: BigInt(length) });
  }
  await flush();
  const end = footer(start, offsets, checksum);
  await file.append(end);
  return position + end.byteLength;
}

/** Footer and magic; the checksum covers the summary and the footer up to itself. */
function footer(summaryStart: number, summaryOffsetStart: number, checksum: number): Uint8Array {
  const builder = new McapRecordBuilder();
  const fields = { summaryStart: BigInt(summaryStart), summaryOffsetStart: BigInt(summaryOffsetStart) };
  builder.writeFooter({ ...fields, summaryCrc: 0 });
  const summaryCrc = crc32(builder.buffer.subarray(0, HEAD_LENGTH + 16), checksum);
  builder.reset();
  builder.writeFooter({ ...fields, summaryCrc });
  builder.writeMagic();
  return builder.buffer.slice();
}

/** The index entry of every chunk, from the heads of the records. Attachments on the way are added to the list. */
async function* indexOf(file: AppendFile, size: number, attachments: Place[]): AsyncGenerator<ChunkIndex> {
  const window = new Window(file);
  let entry: ChunkIndex | null = null;
  for (let offset = MAGIC_LENGTH; offset < size;) {
    const record = await recordAt(window, offset, size);
    if (record === null) throw new Error(`there is no record at byte ${offset} of the file that was just written`);
    if (record.opcode === (Opcode.CHUNK as number)) {
      if (entry !== null) yield entry;
      entry = chunkIndex(record, await window.at(offset + HEAD_LENGTH, CHUNK_HEAD));
    } else if (record.opcode === (Opcode.MESSAGE_INDEX as number) && entry !== null) {
      const channel = viewOf(await window.at(offset + HEAD_LENGTH, 2)).getUint16(0, true);
      entry.messageIndexOffsets.set(channel, BigInt(offset));
      entry.messageIndexLength += BigInt(record.length);
    } else if (record.opcode === (Opcode.ATTACHMENT as number)) attachments.push(record);
    offset += record.length;
  }
  if (entry !== null) yield entry;
}

function chunkIndex({ offset, length }: Place, head: Uint8Array): ChunkIndex {
  const view = viewOf(head);
  return {
    messageStartTime: view.getBigUint64(0, true),
    messageEndTime: view.getBigUint64(8, true),
    chunkStartOffset: BigInt(offset),
    chunkLength: BigInt(length),
    messageIndexOffsets: new Map(),
    messageIndexLength: 0n,
    compression: '',
    compressedSize: BigInt(length - HEAD_LENGTH - CHUNK_HEAD),
    uncompressedSize: view.getBigUint64(16, true),
  };
}

async function writeAttachmentIndex(file: AppendFile, places: readonly Place[], builder: McapRecordBuilder): Promise<void> {
  for (const { offset, length } of places) {
    const head = await file.read(offset + HEAD_LENGTH, Math.min(length - HEAD_LENGTH, 1 << 12));
    const view = viewOf(head);
    const nameLength = view.getUint32(16, true);
    const typeLength = view.getUint32(20 + nameLength, true);
    const textOf = (start: number, count: number): string => new TextDecoder().decode(head.subarray(start, start + count));
    builder.writeAttachmentIndex({
      offset: BigInt(offset),
      length: BigInt(length),
      logTime: view.getBigUint64(0, true),
      createTime: view.getBigUint64(8, true),
      dataSize: view.getBigUint64(24 + nameLength + typeLength, true),
      name: textOf(20, nameLength),
      mediaType: textOf(24 + nameLength, typeLength),
    });
  }
}

function writeStatistics(builder: McapRecordBuilder, { messages, chunks, start, end }: Written, attachmentCount: number): void {
  let messageCount = 0n;
  for (const count of messages.values()) messageCount += count;
  builder.writeStatistics({
    messageCount,
    schemaCount: schemas.length,
    channelCount: channels.length,
    attachmentCount,
    metadataCount: 0,
    chunkCount: chunks,
    messageStartTime: start,
    messageEndTime: end,
    channelMessageCounts: new Map(messages),
  });
}
