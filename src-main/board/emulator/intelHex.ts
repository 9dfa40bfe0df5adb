import { ProblemError } from '../../../shared/problem.ts';

/**
 * Reads a program from the Intel HEX text that avr-gcc writes: lines ":" count, address, type, data, checksum, all in hexadecimal.
 *
 * @param size   bytes of program memory; what the file leaves out is 0xFF, as in an erased chip
 * @param place  the file, for the message
 * @returns      words of program memory, little-endian as the chip stores them
 * @throws ProblemError E-BOARD-FIRMWARE on a line that is damaged or beyond the memory
 */
export function readIntelHex(text: string, size: number, place: string): Uint16Array {
  const memory = new Uint8Array(size).fill(0xff);
  let base = 0;
  let hasEnded = false;
  text.split(/\r?\n/).forEach((line, index) => {
    if (line === '' || hasEnded) return;
    const bytes = bytesOf(line);
    const isWhole = bytes !== null && bytes.length >= 5 && bytes.length === bytes[0] + 5;
    if (!isWhole || (bytes.reduce((sum, byte) => sum + byte, 0) & 0xff) !== 0) throw damaged(place, index, 'its checksum is wrong');
    const [count, high, low, type] = bytes;
    const data = bytes.slice(4, 4 + count);
    if (type === 1) hasEnded = true;
    else if (type === 2) base = ((data[0] << 8) | data[1]) << 4;
    else if (type === 4) base = ((data[0] << 8) | data[1]) * 65536;
    else if (type === 0) {
      const address = base + ((high << 8) | low);
      if (address + count > size) throw damaged(place, index, `it lies beyond the ${size} bytes of the chip`);
      memory.set(data, address);
    }
  });
  if (!hasEnded) throw damaged(place, text.split('\n').length - 1, 'the file ends without an end record');
  return new Uint16Array(memory.buffer);
}

function bytesOf(line: string): number[] | null {
  if (!/^:([0-9a-f]{2})+$/i.test(line.trim())) return null;
  return (line.trim().slice(1).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function damaged(place: string, index: number, why: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-FIRMWARE',
    what: 'The firmware can’t be read',
    where: `${place}, line ${index + 1}`,
    why,
    remedy: 'Build it again (`make -C firmware`), or take the file of the release.',
  });
}
