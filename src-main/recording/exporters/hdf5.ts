import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arraySize, gatherArrays, type NamedArray } from './arrays.ts';
import { defineExporter } from './exporter.ts';

/** Bytes that are handed on at once. */
const PIECE = 1 << 20;

/** HDF5: one dataset per array, with the attributes unit, axes and doc. */
export const hdf5 = defineExporter({
  spec: {
    kind: 'hdf5',
    title: 'HDF5',
    doc: 'One dataset per array, for h5py, MATLAB, Julia and the tools of the field. The attributes unit, axes and doc tell about each.',
    parameters: {},
  },

  estimate: (extent) => {
    const { numbers, characters, arrays } = arraySize(extent);
    // Text lies in heaps of 4 kB, sixteen bytes per reference; a dataset with its attributes takes some 630 bytes.
    const texts = 2 * extent.remarks + extent.nodes + extent.edges + 2;
    return 8 * numbers + characters + 40 * texts + 630 * arrays + 2700;
  },

  files: (selection) => [
    {
      suffix: '.h5',
      async *bytes() {
        const arrays = await gatherArrays(selection);
        // The library writes to files alone.
        const folder = await mkdtemp(join(tmpdir(), 'twinbench-export-'));
        try {
          const path = join(folder, 'export.h5');
          await writeFile(path, arrays, selection.recording.header.program);
          yield* piecesOf(path);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    },
  ],
});

/** Loaded when it is needed: the library is the size of the whole program. */
async function writeFile(path: string, arrays: readonly NamedArray[], program: string): Promise<void> {
  const { default: library, ready } = await import('h5wasm/node');
  await ready;
  const file = new library.File(path, 'w');
  file.create_attribute('program', program);
  for (const { name, unit, axes, shape, doc, values } of arrays) {
    const data = values instanceof Float64Array ? values : [...values];
    const dataset = file.create_dataset({ name, data, shape: [...shape], ...(values instanceof Float64Array ? { dtype: '<d' } : {}) });
    dataset.create_attribute('unit', unit);
    dataset.create_attribute('axes', [...axes]);
    dataset.create_attribute('doc', doc);
  }
  file.close();
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      const buffer = new Uint8Array(PIECE);
      const { bytesRead } = await file.read(buffer, 0, PIECE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
