/** PROTOCOL.md, read a second time and written independently of firmware and driver: checksums, blocks and frames. */

/** CRC-16/CCITT-FALSE, bit by bit. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

/** A definite-length block with its checksum. */
export function block(content: readonly number[]): Buffer {
  const sum = crc16(Uint8Array.from(content));
  const length = `${content.length + 2}`;
  return Buffer.concat([Buffer.from(`#${length.length}${length}`), Buffer.from([...content, sum >> 8, sum & 0xff])]);
}

/** A line with its guard. */
export function guarded(line: string): string {
  return `${line}~${crc16(Buffer.from(line)).toString(16).toUpperCase().padStart(4, '0')}`;
}

export interface Frame {
  readonly kind: number;
  readonly sequence: number;
  /** Microseconds. */
  readonly time: number;
  readonly body: Buffer;
}

export interface MeasurementFrame {
  readonly run: number;
  readonly step: number;
  readonly learningTime: number;
  readonly row: number;
  readonly repeats: number;
  readonly what: number;
  readonly sums: readonly number[];
}

export interface Heard {
  readonly lines: string[];
  readonly frames: Frame[];
}

/** Takes what a board has sent apart. Throws where a checksum or a length is wrong: tests expect a clean line. */
export function parseStream(bytes: Buffer): Heard {
  const lines: string[] = [];
  const frames: Frame[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === 0x23) {
      const digits = bytes[at + 1] - 0x30;
      const length = Number(bytes.toString('latin1', at + 2, at + 2 + digits));
      const content = bytes.subarray(at + 2 + digits, at + 2 + digits + length);
      if (content.length !== length || crc16(content) !== 0 || bytes[at + 2 + digits + length] !== 0x0a) {
        throw new Error(`Bad frame: ${content.toString('hex')}`);
      }
      frames.push({ kind: content[0], sequence: content.readUInt32LE(2), time: content.readUInt32LE(6), body: content.subarray(10, -2) });
      at += 3 + digits + length;
    } else {
      const end = bytes.indexOf(0x0a, at);
      if (end < 0) throw new Error(`A line without an end: ${bytes.toString('latin1', at)}`);
      lines.push(bytes.toString('latin1', at, end));
      at = end + 1;
    }
  }
  return { lines, frames };
}

export function measurementOf({ body }: Frame): MeasurementFrame {
  const count = body[14];
  return {
    run: body.readUInt16LE(0),
    step: body.readUInt32LE(2),
    learningTime: body.readUInt32LE(6),
    row: body[10],
    repeats: body[11] + 1,
    what: body[12],
    sums: Array.from({ length: count }, (_, index) => body.readUInt16LE(15 + 2 * index)),
  };
}

export interface StateFrame {
  readonly run: number;
  readonly state: number;
  readonly step: number;
  readonly learningTime: number;
  readonly cause: number;
}

export function stateOf({ body }: Frame): StateFrame {
  return {
    run: body.readUInt16LE(0),
    state: body[2],
    step: body.readUInt32LE(3),
    learningTime: body.readUInt32LE(7),
    cause: body.readInt16LE(11),
  };
}
