import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { gatherArrays, type NamedArray } from '../../../../src-main/recording/exporters/arrays.ts';
import { exporters } from '../../../../src-main/recording/exporters/index.ts';
import { select } from '../../../../src-main/recording/exporters/selection.ts';
import { drawnCases } from '../../../properties.ts';
import { bytesOf, eventsFor, hasPython, readBack, recordingOf, type Found } from './support.ts';

// numpy, h5py and scipy of Debian read what was written, for recordings with everything that a float can hold.
const formats = [
  ['npz', 'numpy'],
  ['hdf5', 'h5py'],
  ['mat', 'scipy.io'],
] as const;

const documents = [tasks.divider.build(), tasks.xor.build()];
const drawn = documents.flatMap((document) => drawnCases(eventsFor(document), 12).map((events) => recordingOf(events, document)));

/** A MAT variable has at least two axes. */
function expectedShape(format: string, { shape, values }: NamedArray): readonly number[] {
  return format === 'mat' && shape.length < 2 ? [values.length, 1] : shape;
}

function bits(values: Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

describe.each(formats)('%s', (format, module) => {
  const isReadable = hasPython('numpy', module);
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-export-test-'));
  const paths = drawn.map((_, index) => join(folder, `${index}${format === 'hdf5' ? '.h5' : `.${format}`}`));
  let found: Record<string, Record<string, Found>> = {};
  const expected: NamedArray[][] = [];
  const sizes: { written: number; estimated: number }[] = [];

  beforeAll(async () => {
    for (const [index, recording] of drawn.entries()) {
      const selection = await select(recording);
      const [file] = exporters[format].files(selection, { kind: format } as never);
      const bytes = await bytesOf(file);
      writeFileSync(paths[index], bytes);
      expected.push(await gatherArrays(selection));
      sizes.push({ written: bytes.length, estimated: exporters[format].estimate(selection.extent, { kind: format } as never) });
    }
    if (isReadable) found = readBack(paths);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(!isReadable)(`is read by ${module}, bit for bit, with units and axes`, () => {
    for (const [index, arrays] of expected.entries()) {
      const read = found[paths[index]];
      expect(Object.keys(read).sort()).toEqual(arrays.map(({ name }) => name).sort());
      for (const array of arrays) {
        const { values, unit, axes, name } = array;
        const shape = expectedShape(format, array);
        const contents = values instanceof Float64Array ? { bytes: bits(values) } : { texts: values };
        expect({ name, ...read[name] }).toEqual({ name, shape, unit, axes, ...contents });
      }
    }
  });

  test('its size is told before', () => {
    // Within a tenth, or what the small print of a small file takes.
    for (const { written, estimated } of sizes) expect(Math.abs(estimated - written)).toBeLessThan(Math.max(0.1 * written, 8192));
  });
});

test('the samples hold measurements of every set, states and remarks', async () => {
  const names = new Set(
    (await Promise.all(drawn.map(async (recording) => gatherArrays(await select(recording))))).flat().map(({ name }) => name),
  );
  for (const name of ['trainingOutputs', 'testOutputs', 'presentOutputs', 'freeVoltages', 'remarkDetail']) expect(names).toContain(name);
});
