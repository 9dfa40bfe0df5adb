import { arraySize, gatherArrays, type NamedArray } from './arrays.ts';
import { defineExporter } from './exporter.ts';
import { matHeader, matVariable, type MatValue } from './matFile.ts';

/** MATLAB's format of level 5. */
export const mat = defineExporter({
  spec: {
    kind: 'mat',
    title: 'MAT',
    doc: 'Variables for MATLAB, Octave and SciPy (level 5). metadata.NAME.unit, .axes and .doc tell about each of them.',
    parameters: {},
  },

  estimate: (extent) => {
    const { numbers, characters, arrays } = arraySize(extent);
    // A cell of text takes 56 bytes and its text; a variable and its entry in the metadata some 780.
    const cells = 2 * extent.remarks + extent.nodes + extent.edges + 2;
    return 8 * numbers + characters + 60 * cells + 780 * arrays;
  },

  files: (selection) => [
    {
      suffix: '.mat',
      async *bytes() {
        const arrays = await gatherArrays(selection);
        yield matHeader(`written by ${selection.recording.header.program}`);
        for (const array of arrays) yield matVariable(array.name, valueOf(array));
        yield matVariable('metadata', {
          kind: 'struct',
          fields: Object.fromEntries(arrays.map((array) => [array.name, metadataOf(array)])),
        });
      },
    },
  ],
});

function valueOf({ values, shape }: NamedArray): MatValue {
  return values instanceof Float64Array ? { kind: 'numbers', values, shape } : { kind: 'cells', texts: values };
}

function metadataOf({ unit, axes, doc }: NamedArray): MatValue {
  const fields = { unit, axes: axes.join(', '), doc };
  return { kind: 'struct', fields: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, { kind: 'text', text }])) };
}
