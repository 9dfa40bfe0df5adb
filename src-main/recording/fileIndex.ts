import { Opcode } from '@mcap/core';
import { crc32 } from 'node:zlib';
import { HEAD_LENGTH, MAGIC_LENGTH, recordAt, viewOf, Window, type Place, type Readable } from './scan.ts';

/** What the index at the end of a file says. */
export interface FileIndex {
  /** Events in all, and of each channel by its number. */
  readonly total: number;
  readonly counts: ReadonlyMap<number, number>;
  /** The last chunks, two at most, in order. */
  readonly lastChunks: readonly Place[];
}

const FOOTER_LENGTH = HEAD_LENGTH + 20;
const PIECE = 1 << 20;

/**
 * Reads the index of a file that was closed. Keeps no more of it than it answers, however many chunks there are.
 *
 * @returns `null` where there is no index, or none whose checksum is right
 */
export async function readIndex(file: Readable, size: number): Promise<FileIndex | null> {
  const footerAt = size - MAGIC_LENGTH - FOOTER_LENGTH;
  if (footerAt < MAGIC_LENGTH) return null;
  const footer = await file.read(footerAt, FOOTER_LENGTH);
  const view = viewOf(footer);
  if (footer[0] !== (Opcode.FOOTER as number) || view.getBigUint64(1, true) !== 20n) return null;
  const start = Number(view.getBigUint64(HEAD_LENGTH, true));
  if (start < MAGIC_LENGTH || start >= footerAt) return null;
  let checksum = 0;
  for (let offset = start; offset < footerAt; offset += PIECE) {
    checksum = crc32(await file.read(offset, Math.min(PIECE, footerAt - offset)), checksum);
  }
  checksum = crc32(footer.subarray(0, HEAD_LENGTH + 16), checksum);
  return checksum === view.getUint32(HEAD_LENGTH + 16, true) ? readSummary(file, start, footerAt) : null;
}

async function readSummary(file: Readable, start: number, end: number): Promise<FileIndex | null> {
  const window = new Window(file);
  let lastChunks: Place[] = [];
  let statistics: Pick<FileIndex, 'total' | 'counts'> | null = null;
  for (let offset = start; offset < end;) {
    const record = await recordAt(window, offset, end);
    if (record === null) return null;
    const content = offset + HEAD_LENGTH;
    if (record.opcode === (Opcode.CHUNK_INDEX as number)) {
      const view = viewOf(await window.at(content, 32));
      const place = { offset: Number(view.getBigUint64(16, true)), length: Number(view.getBigUint64(24, true)) };
      lastChunks = [...lastChunks.slice(-1), place];
    } else if (record.opcode === (Opcode.STATISTICS as number)) {
      statistics = statisticsOf(viewOf(await window.at(content, record.length - HEAD_LENGTH)));
    }
    offset += record.length;
  }
  return statistics === null ? null : { ...statistics, lastChunks };
}

/** Counts of a statistics record: eight bytes, five smaller counts, two times, then channel and count in turn. */
function statisticsOf(view: DataView): Pick<FileIndex, 'total' | 'counts'> {
  const list = 8 + 2 + 4 * 4 + 2 * 8;
  const counts = new Map<number, number>();
  const end = list + 4 + view.getUint32(list, true);
  for (let offset = list + 4; offset < end; offset += 10) {
    counts.set(view.getUint16(offset, true), Number(view.getBigUint64(offset + 2, true)));
  }
  return { total: Number(view.getBigUint64(0, true)), counts };
}
