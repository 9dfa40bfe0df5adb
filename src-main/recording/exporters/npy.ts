/** NumPy's array format, version 1.0 or 2.0: the only thing that goes into an .npz. */

/** An array as a .npy file: 64-bit floats, or text of fixed width (`<U`), C order. */
export function encodeNpy(values: Float64Array | readonly string[], shape: readonly number[]): Uint8Array {
  const isNumbers = values instanceof Float64Array;
  const characters = isNumbers ? [] : values.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  const width = characters.reduce((most, text) => Math.max(most, text.length), 1);
  const header = headerOf(isNumbers ? '<f8' : `<U${width}`, shape);
  const itemSize = isNumbers ? 8 : 4 * width;
  const bytes = new Uint8Array(header.length + values.length * itemSize);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  if (isNumbers) values.forEach((value, index) => view.setFloat64(8 * index, value, true));
  characters.forEach((text, index) => text.forEach((code, place) => view.setUint32(index * itemSize + 4 * place, code, true)));
  return bytes;
}

function headerOf(type: string, shape: readonly number[]): Uint8Array {
  const size = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${size}, }`;
  // The header with its ten bytes before it ends at a multiple of 64, padded with spaces, with a newline.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length).fill(0x20);
  bytes.set([0x93, ...ascii('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  bytes.set(ascii(text), 10);
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
