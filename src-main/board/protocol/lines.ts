import { crc16, withCrc } from './crc.ts';

const encoder = new TextEncoder();

/** The longest line that a board takes, bytes before its end (PROTOCOL.md, section 1). */
export const LONGEST_LINE = 176;

/** A command line as it goes over the wire: a text and perhaps a binary block within, guarded by a checksum, and its end. */
export function encodeLine(parts: readonly (string | Uint8Array)[], isGuarded: boolean): Uint8Array {
  const body = concat(parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part)));
  if (!isGuarded) return concat([body, encoder.encode('\n')]);
  return concat([body, encoder.encode(`~${hex4(crc16(body))}\n`)]);
}

/** A definite-length block: `#`, number of digits, length, content, CRC. */
export function encodeBlock(content: Uint8Array): Uint8Array {
  const whole = withCrc(content);
  const length = String(whole.length);
  return concat([encoder.encode(`#${length.length}${length}`), whole]);
}

/** What stands before the guard of an answer, or `null` where the guard does not match. Answers without one are taken as they are. */
export function unguarded(text: string, isGuarded: boolean): string | null {
  const guard = /^([^]*)~([0-9A-Fa-f]{4})$/.exec(text);
  if (guard === null) return isGuarded ? null : text;
  const [, body, crc] = guard;
  return crc16(encoder.encode(body)) === Number.parseInt(crc, 16) ? body : null;
}

/** The answers of one line, which are separated by semicolons outside quotation marks. */
export function splitAnswers(text: string): string[] {
  return text.match(/(?:"[^"]*"?|[^;"])+/g) ?? [];
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
