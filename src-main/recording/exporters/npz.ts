import { Zip, ZipPassThrough } from 'fflate';
import { arraySize, gatherArrays, type NamedArray } from './arrays.ts';
import { defineExporter } from './exporter.ts';
import { encodeNpy } from './npy.ts';

/** The last second that the date in a ZIP archive can say; the archive is the same whenever it is written. */
const EPOCH = new Date(1980, 0, 1);

/** NumPy's archive: one .npy per array, stored as it is, with units and axes as JSON in the array `metadata`. */
export const npz = defineExporter({
  spec: {
    kind: 'npz',
    title: 'NPZ',
    doc: 'NumPy arrays, read by numpy.load. The array "metadata" holds unit, axes and meaning of each of them, as JSON.',
    parameters: {},
  },

  estimate: (extent) => {
    const { numbers, characters, arrays } = arraySize(extent);
    // Text of fixed width has four bytes per character; an array takes some 300 bytes in the archive and as many in the metadata.
    return 8 * numbers + 4 * characters + 640 * arrays;
  },

  files: (selection) => [
    {
      suffix: '.npz',
      async *bytes() {
        const arrays = await gatherArrays(selection);
        const pieces: Uint8Array[] = [];
        const zip = new Zip((error, piece) => {
          if (error !== null) throw error;
          pieces.push(piece);
        });
        for (const { name, values, shape } of [...arrays, metadataOf(arrays)]) {
          const file = new ZipPassThrough(`${name}.npy`);
          file.mtime = EPOCH;
          zip.add(file);
          file.push(encodeNpy(values, shape), true);
          yield* pieces.splice(0);
        }
        zip.end();
        yield* pieces.splice(0);
      },
    },
  ],
});

function metadataOf(arrays: readonly NamedArray[]): Pick<NamedArray, 'name' | 'values' | 'shape'> {
  const entries = arrays.map(({ name, unit, axes, doc }) => [name, { unit, axes, doc }]);
  return { name: 'metadata', values: [JSON.stringify(Object.fromEntries(entries))], shape: [] };
}
