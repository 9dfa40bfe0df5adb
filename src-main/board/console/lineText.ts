import { decodeFrame } from '../protocol/frames.ts';

/** Bytes as they are written down: "03 01 08". */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** A line as it was sent, without its end: blocks in angle brackets, an end of line within as ␊. */
export function sentText(bytes: Uint8Array): string {
  const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
  let text = '';
  for (let place = 0; place < end;) {
    const block = blockAt(bytes, place, end);
    if (block === null) text += characterOf(bytes[place++]);
    else {
      text += String.fromCharCode(...bytes.subarray(place, block.first)) + `<${hex(bytes.subarray(block.first, block.end))}>`;
      place = block.end;
    }
  }
  return text;
}

function characterOf(byte: number): string {
  if (byte === 0x0a) return '␊';
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `<${hex(Uint8Array.of(byte))}>`;
}

/** Where the content of a definite-length block lies that begins here. */
function blockAt(bytes: Uint8Array, place: number, end: number): { readonly first: number; readonly end: number } | null {
  const digits = bytes[place] === 0x23 ? bytes[place + 1] - 0x30 : 0;
  if (!(digits >= 1 && digits <= 3)) return null;
  const first = place + 2 + digits;
  const length = Number(String.fromCharCode(...bytes.subarray(place + 2, first)));
  return Number.isInteger(length) && first + length <= end ? { first, end: first + length } : null;
}

/** What a frame tells, in a line of words. @param content  without the checksum */
export function frameText(content: Uint8Array): string {
  const frame = decodeFrame(content);
  if (frame === null) return 'a frame of an unknown kind';
  const { sequence, run, step } = frame;
  const where = `run ${run}, step ${step}`;
  switch (frame.kind) {
    case 'heartbeat':
      return `heartbeat ${sequence}: ${frame.state}, ${where}, errors ${frame.errors}, ${frame.isLearning ? 'learning' : 'frozen'}`;
    case 'state':
      return `state ${sequence}: ${frame.state}, ${where}, learning time ${frame.learningTime} µs, cause ${frame.cause}`;
    case 'measurement': {
      const row = frame.row === 255 ? 'voltages by hand' : `row ${frame.row}`;
      return `measurement ${sequence}: ${where}, ${row}, ${frame.what} ×${frame.repeats}: ${frame.sums.join(' ')}`;
    }
  }
}
