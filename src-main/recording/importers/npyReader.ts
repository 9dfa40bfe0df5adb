import { unzipSync } from 'fflate';
import { importProblem } from './importer.ts';

/** An array of numbers; the last axis runs fastest. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

type Read = (view: DataView, offset: number, isLittle: boolean) => number;

const readers: Readonly<Record<string, readonly [size: number, read: Read]>> = {
  f8: [8, (view, offset, isLittle) => view.getFloat64(offset, isLittle)],
  f4: [4, (view, offset, isLittle) => view.getFloat32(offset, isLittle)],
  i8: [8, (view, offset, isLittle) => Number(view.getBigInt64(offset, isLittle))],
  u8: [8, (view, offset, isLittle) => Number(view.getBigUint64(offset, isLittle))],
  i4: [4, (view, offset, isLittle) => view.getInt32(offset, isLittle)],
  u4: [4, (view, offset, isLittle) => view.getUint32(offset, isLittle)],
  i2: [2, (view, offset, isLittle) => view.getInt16(offset, isLittle)],
  u2: [2, (view, offset, isLittle) => view.getUint16(offset, isLittle)],
  i1: [1, (view, offset) => view.getInt8(offset)],
  u1: [1, (view, offset) => view.getUint8(offset)],
  b1: [1, (view, offset) => view.getUint8(offset)],
};

/** Bytes of all arrays together, unpacked. A run has some millions; an archive that is meant to exhaust memory has more. */
const MOST_BYTES = 2 ** 30;

/** As NumPy's own: no array has more axes, and it reads no longer header. */
const MOST_AXES = 64;
const LONGEST_HEADER = 10_000;

/**
 * Reads the arrays of numbers of an .npz archive; what is no array of numbers (text, for one) is passed over.
 *
 * @throws ProblemError E-IMPORT where it is no archive, unpacks to more than 1 GiB, or an array in it is broken
 */
export function readNpz(bytes: Uint8Array, path: string): Map<string, NumberArray> {
  let files: Record<string, Uint8Array>;
  let unpacked = 0;
  try {
    // Sizes stand before the contents, and no more than they say is unpacked.
    files = unzipSync(bytes, { filter: ({ originalSize }) => (unpacked += originalSize) <= MOST_BYTES });
  } catch {
    throw importProblem(path, 'it is no ZIP archive, or a damaged one', 'Give a file that numpy.savez wrote.');
  }
  if (unpacked > MOST_BYTES)
    throw importProblem(path, `it unpacks to ${unpacked} bytes, more than 1 GiB`, 'Leave out arrays, or parts of them.');
  const arrays = new Map<string, NumberArray>();
  for (const [name, content] of Object.entries(files)) {
    const array = name.endsWith('.npy') ? readNpy(content, `${path}, array ${name.slice(0, -4)}`) : null;
    if (array !== null) arrays.set(name.slice(0, -4), array);
  }
  return arrays;
}

/**
 * @param where  file and array, for the message
 * @returns `null` where the items are no numbers
 */
export function readNpy(bytes: Uint8Array, where: string): NumberArray | null {
  const broken = (why: string): Error => importProblem(where, why, 'Write the file again with numpy.savez.');
  if (bytes.length < 12 || bytes[0] !== 0x93 || new TextDecoder().decode(bytes.subarray(1, 6)) !== 'NUMPY') {
    throw broken('it is no array in NumPy’s format');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFirst = bytes[6] === 1;
  const start = (isFirst ? 10 : 12) + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > LONGEST_HEADER) throw broken(`its header is longer than ${LONGEST_HEADER} bytes`);
  const header = new TextDecoder('latin1').decode(bytes.subarray(isFirst ? 10 : 12, start));
  const type = /'descr':\s*'([<>|=])(\w\d+)'/.exec(header);
  const size = /'shape':\s*\(([\d,\s]*)\)/.exec(header);
  if (size === null) throw broken('its header tells no shape');
  if (type === null || !Object.hasOwn(readers, type[2])) return null;
  const shape = size[1].split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  if (shape.length > MOST_AXES) throw broken(`it has ${shape.length} axes, more than ${MOST_AXES}`);
  const [itemSize, read] = readers[type[2]];
  const count = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(count)) throw broken('its header tells no shape');
  if (start + count * itemSize > bytes.length) throw broken(`it should hold ${count} numbers, but ends before`);
  const values = new Float64Array(count);
  const offsets = /'fortran_order':\s*True/.test(header) ? fortranOffsets(shape) : null;
  for (let index = 0; index < count; index++) {
    values[index] = read(view, start + itemSize * (offsets === null ? index : offsets[index]), type[1] !== '>');
  }
  return { shape, values };
}

/** Where each item of an array whose first axis runs fastest stands, in the order in which the last one does. */
function fortranOffsets(shape: readonly number[]): Uint32Array {
  const count = shape.reduce((product, length) => product * length, 1);
  const offsets = new Uint32Array(count);
  const at = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, length) => product * length, 1));
  for (let index = 0; index < count; index++) {
    offsets[index] = at.reduce((sum, place, axis) => sum + place * strides[axis], 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++at[axis] < shape[axis]) break;
      at[axis] = 0;
    }
  }
  return offsets;
}
