import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { ProblemError } from '../../../../shared/problem.ts';
import { readNpy, readNpz } from '../../../../src-main/recording/importers/npyReader.ts';
import { always } from '../../../properties.ts';
import { hasPython } from '../exporters/support.ts';

const isThere = hasPython('numpy');

/** The item at [i, j] is 10·i + j in every array. */
const script = `
import numpy, sys
values = numpy.add.outer(10 * numpy.arange(2), numpy.arange(3))
types = ["<f8", ">f8", "<f4", "<i8", "<i4", ">i2", "<u2", "i1", "u1", "<u4"]
arrays = {name.replace("<", "le_").replace(">", "be_"): values.astype(name) for name in types}
numpy.savez_compressed(sys.argv[1], c=numpy.ascontiguousarray(values.astype("<f4")), f=numpy.asfortranarray(values.astype("<f4")), text=numpy.array(["a"]), **arrays)
`;

test.skipIf(!isThere)('what numpy writes is read, whatever the type, the byte order and the order of the axes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-npz-test-'));
  try {
    const path = join(folder, 'a.npz');
    execFileSync('/usr/bin/python3', ['-c', script, path]);
    const arrays = readNpz(new Uint8Array(readFileSync(path)), path);
    expect(arrays.size).toBe(12);
    for (const array of arrays.values()) expect(array).toEqual({ shape: [2, 3], values: Float64Array.of(0, 1, 2, 10, 11, 12) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what is no archive, or no array, is refused', () => {
  expect(() => readNpz(new Uint8Array(40), 'a.npz')).toThrow('E-IMPORT');
  expect(() => readNpy(new Uint8Array(40), 'a')).toThrow('E-IMPORT');
  expect(() => readNpy(npy('(1 2,)'), 'a')).toThrow('E-IMPORT');
  expect(() => readNpy(npy('(3,)'), 'a')).toThrow('E-IMPORT');
  expect(() => readNpy(npy(`(${'1,'.repeat(65)})`), 'a')).toThrow('E-IMPORT');
  expect(() => readNpy(npy(`(${'1,'.repeat(6000)})`), 'a')).toThrow('E-IMPORT');
});

/** An array of two numbers as NumPy writes it. */
function npy(shape = '(2,)'): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const bytes = new Uint8Array(10 + header.length + 16);
  const length = [header.length & 255, header.length >> 8];
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, ...length, ...new TextEncoder().encode(header)]);
  return bytes;
}

test('an archive with any bytes changed is read or refused, and nothing else happens', () => {
  const archive = zipSync({ 'a.npy': npy(), 'b.npy': npy() });
  expect(readNpz(archive, 'a.npz').get('b')).toEqual({ shape: [2], values: Float64Array.of(0, 0) });
  const change = fc.tuple(fc.nat(archive.length - 1), fc.nat(255));
  always(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(archive.length), (changes, length) => {
      const bytes = archive.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        readNpz(bytes.subarray(0, length), 'a.npz');
        readNpz(bytes, 'a.npz');
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
      }
    }),
    500,
  );
});

test('an archive that would fill the memory is refused before it does', () => {
  const archive = zipSync({ 'a.npy': new Uint8Array(1000) });
  const view = new DataView(archive.buffer);
  // The size in the directory at the end, whose offset stands 6 bytes before the end of the file.
  const directory = view.getUint32(archive.length - 6, true);
  view.setUint32(directory + 24, 2 ** 31, true);
  const problem = expect.objectContaining({ code: 'E-IMPORT', why: expect.stringContaining('1 GiB') });
  expect(() => readNpz(archive, 'a.npz')).toThrow(expect.objectContaining({ problem }));
});
