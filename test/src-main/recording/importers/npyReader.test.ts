import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNpy, readNpz } from '../../../../src-main/recording/importers/npyReader.ts';
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
});
