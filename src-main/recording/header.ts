import { McapRecordBuilder, McapStreamReader, Opcode } from '@mcap/core';
import { z } from 'zod';
import { parseDocument } from '../../shared/documents/parse.ts';
import { experimentDocument } from '../learning/experiment/document.ts';
import type { Capability } from '../machine/machine.ts';
import type { RecordingHeader } from '../machine/recorded.ts';
import { announcement, PROFILE } from './channels.ts';
import type { ReadFile } from './files.ts';
import { readProblem } from './problems.ts';

/** Name of the attachment that holds the header, as JSON. It stands there twice. */
const HEADER_NAME = 'twinbench.json';
const HEADER_FORMAT = 'twinbench.recording';
const HEADER_VERSION = 1;

/** From the beginning of an attachment record to its name: opcode, length, two times, length of the name. */
const BEFORE_NAME = 1 + 8 + 8 + 8 + 4;
/** The header is looked for in so many bytes from the beginning. */
const SEARCH_BYTES = 64 << 20;
const WINDOW = 1 << 16;

const headerSchema = z.object({
  format: z.literal(HEADER_FORMAT),
  version: z.literal(HEADER_VERSION),
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  program: z.string(),
  origin: z.string(),
  machine: z.object({ kind: z.enum(['simulated', 'board', 'replay']), title: z.string() }),
  // A later version may know more of them; nobody asks for those here.
  capabilities: z.array(z.string()).transform((names) => names as Capability[]),
  document: z.unknown(),
});

/** Everything before the first chunk: magic, header, channels, and what is known of the run, twice. */
export function encodeHead(header: RecordingHeader): Uint8Array {
  const builder = new McapRecordBuilder();
  builder.writeMagic();
  builder.writeHeader({ profile: PROFILE, library: header.program });
  const data = new TextEncoder().encode(JSON.stringify({ format: HEADER_FORMAT, version: HEADER_VERSION, ...header }));
  const nanoseconds = nanosecondsOf(header.createdAt);
  const attachment = { name: HEADER_NAME, logTime: nanoseconds, createTime: nanoseconds, mediaType: 'application/json', data };
  const before = builder.buffer.slice();
  builder.reset();
  builder.writeAttachment(attachment);
  const copy = builder.buffer.slice();
  return concatenated([before, copy, announcement, copy]);
}

/** The last second that fits in the 64 bits of a time in ns. */
const LAST_SECOND = 1.8e10;

/** Unix time of a message, ns; exact to a microsecond. The message itself has it in full. */
export function nanosecondsOf(hostTime: number): bigint {
  return BigInt(Math.round(Math.min(Math.max(hostTime, 0), LAST_SECOND) * 1e6)) * 1000n;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/**
 * Finds the header by its name and checks its checksum, so that damage to one of its copies, or to the records before it, costs nothing.
 *
 * @throws ProblemError E-RECORDING-READ where there is none that is whole; E-DOC-… where the experiment in it is not right
 */
export async function readHeader(file: ReadFile, path: string): Promise<RecordingHeader> {
  for await (const start of findNames(file)) {
    const text = await readAttachment(file, start);
    if (text === null) continue;
    const parsed = headerSchema.safeParse(jsonOf(text));
    if (!parsed.success) {
      throw readProblem(path, 'it was written by a version of the program that this one does not know', 'Open it with a newer Twinbench.');
    }
    const { format: _format, version: _version, document, ...header } = parsed.data;
    return { ...header, document: parseDocument(experimentDocument, document, path) };
  }
  throw readProblem(
    path,
    'it holds no header of a recording, or none that is whole',
    'Give a recording of Twinbench (.mcap). Where it was one, its beginning is damaged.',
  );
}

/** What a whole attachment says; `undefined` where it is no JSON, as its checksum does not tell. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Places at which a header may begin. */
async function* findNames(file: ReadFile): AsyncGenerator<number> {
  const size = Math.min(await file.size(), SEARCH_BYTES);
  const overlap = HEADER_NAME.length - 1;
  for (let offset = 0; offset < size; offset += WINDOW) {
    const bytes = await file.read(offset, WINDOW + overlap);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = text.indexOf(HEADER_NAME); at >= 0; at = text.indexOf(HEADER_NAME, at + 1)) {
      if (offset + at >= BEFORE_NAME) yield offset + at - BEFORE_NAME;
    }
  }
}

/** The text of the attachment at this offset, or `null` where it is not whole. */
async function readAttachment(file: ReadFile, offset: number): Promise<string | null> {
  const head = await file.read(offset, 9);
  if (head.byteLength < 9 || head[0] !== (Opcode.ATTACHMENT as number)) return null;
  const length = Number(new DataView(head.buffer, head.byteOffset).getBigUint64(1, true));
  if (offset + 9 + length > (await file.size())) return null;
  const reader = new McapStreamReader({ noMagicPrefix: true });
  reader.append(await file.read(offset, 9 + length));
  try {
    const record = reader.nextRecord();
    return record?.type === 'Attachment' ? new TextDecoder().decode(record.data) : null;
  } catch {
    return null;
  }
}
