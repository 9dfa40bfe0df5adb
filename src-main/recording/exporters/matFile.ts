import { ProblemError } from '../../../shared/problem.ts';

/**
 * MATLAB's format of level 5 (MAT-File Format, MathWorks; little-endian, uncompressed), as far as it is needed: arrays of 64-bit
 * floats, text, cells of text and structs. Octave and SciPy read it too.
 */
export type MatValue =
  | { readonly kind: 'numbers'; readonly values: Float64Array; readonly shape: readonly number[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cells'; readonly texts: readonly string[] }
  | { readonly kind: 'struct'; readonly fields: Readonly<Record<string, MatValue>> };

const types = { int8: 1, int32: 5, uint32: 6, double: 9, matrix: 14, utf8: 16 } as const;
const classes = { cells: 1, struct: 2, text: 4, numbers: 6 } as const;
/** Names of fields take so many bytes each, their end included. */
const FIELD_LENGTH = 64;
/** A variable of level 5 is smaller than this, bytes. */
const LIMIT = 2 ** 31;

/** The 128 bytes before the first variable. */
export function matHeader(description: string): Uint8Array {
  const bytes = new Uint8Array(128).fill(0x20, 0, 116);
  bytes.set(new TextEncoder().encode(`MATLAB 5.0 MAT-file, ${description}`.replace(/[^\x20-\x7e]/g, '?')).subarray(0, 116));
  bytes.set([0x00, 0x01, 0x49, 0x4d], 124);
  return bytes;
}

/**
 * A variable.
 *
 * @throws ProblemError E-EXPORT where it is too large for the format
 */
export function matVariable(name: string, value: MatValue): Uint8Array {
  const parts = [flags(value.kind), int32s(shapeOf(value)), element(types.int8, new TextEncoder().encode(name)), ...contents(value)];
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  if (size >= LIMIT) throw tooLarge(name);
  const bytes = new Uint8Array(8 + size);
  new DataView(bytes.buffer).setUint32(0, types.matrix, true);
  new DataView(bytes.buffer).setUint32(4, size, true);
  let offset = 8;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** At least two axes, as MATLAB has it: a list is a column. */
function shapeOf(value: MatValue): number[] {
  switch (value.kind) {
    case 'numbers':
      return value.shape.length >= 2 ? [...value.shape] : [value.values.length, 1];
    case 'text':
      // Counted in characters, however many bytes they take.
      return [value.text === '' ? 0 : 1, Array.from(value.text).length];
    case 'cells':
      return [value.texts.length, 1];
    case 'struct':
      return [1, 1];
  }
}

function contents(value: MatValue): Uint8Array[] {
  switch (value.kind) {
    case 'numbers':
      return [element(types.double, littleEndian(columnMajor(value.values, shapeOf(value))))];
    case 'text':
      return [element(types.utf8, new TextEncoder().encode(value.text))];
    case 'cells':
      return value.texts.map((text) => matVariable('', { kind: 'text', text }));
    case 'struct': {
      const names = Object.keys(value.fields);
      const table = new Uint8Array(FIELD_LENGTH * names.length);
      names.forEach((field, index) => table.set(new TextEncoder().encode(field).subarray(0, FIELD_LENGTH - 1), FIELD_LENGTH * index));
      return [fieldLength(), element(types.int8, table), ...names.map((field) => matVariable('', value.fields[field]))];
    }
  }
}

/** Tag, data, padding to eight bytes. */
function element(type: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + Math.ceil(data.length / 8) * 8);
  new DataView(bytes.buffer).setUint32(0, type, true);
  new DataView(bytes.buffer).setUint32(4, data.length, true);
  bytes.set(data, 8);
  return bytes;
}

function flags(kind: MatValue['kind']): Uint8Array {
  const data = new Uint8Array(8);
  data[0] = classes[kind];
  return element(types.uint32, data);
}

/** The one element that the format wants in its short form: tag and number in eight bytes. */
function fieldLength(): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (4 << 16) | types.int32, true);
  view.setInt32(4, FIELD_LENGTH, true);
  return bytes;
}

function int32s(values: readonly number[]): Uint8Array {
  const data = new Uint8Array(4 * values.length);
  values.forEach((value, index) => new DataView(data.buffer).setInt32(4 * index, value, true));
  return element(types.int32, data);
}

function columnMajor(values: Float64Array, [rows, columns]: readonly number[]): Float64Array {
  if (rows <= 1 || columns <= 1) return values;
  const result = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
  }
  return result;
}

function littleEndian(values: Float64Array): Uint8Array {
  const data = new Uint8Array(8 * values.length);
  const view = new DataView(data.buffer);
  values.forEach((value, index) => view.setFloat64(8 * index, value, true));
  return data;
}

function tooLarge(name: string): ProblemError {
  return new ProblemError({
    code: 'E-EXPORT',
    what: 'The selection is too large for a MAT file',
    where: `variable ${name}`,
    why: 'a variable of level 5 holds less than 2 GiB',
    remedy: 'Export a shorter span (--from, --to), or to hdf5, which MATLAB reads too (h5read).',
  });
}
