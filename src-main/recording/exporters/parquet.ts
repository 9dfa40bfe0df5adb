import type { ColumnSource } from 'hyparquet-writer';
import { columnsOf, headingOf } from './columns.ts';
import { defineExporter } from './exporter.ts';
import type { ExportExtent } from './selection.ts';

/** Apache Parquet: the table of the CSV, column by column, in full precision. */
export const parquet = defineExporter({
  spec: {
    kind: 'parquet',
    title: 'Parquet',
    doc: 'The table of the CSV, column by column and in full precision, for data frames and databases.',
    parameters: {},
  },

  estimate: ({ nodes, edges, widths, measurements, states, remarks, remarkLength, documentLength }: ExportExtent) => {
    const sets = (['training', 'test', 'present'] as const).filter((set) => measurements[set] > 0);
    const columns = 9 + 2 * Math.max(0, ...sets.map((set) => widths[set])) + (states > 0 ? 2 + 2 * nodes + 3 * edges : 0);
    const rows = sets.reduce((sum, set) => sum + measurements[set], 0) + states + remarks;
    const numbers =
      sets.reduce((sum, set) => sum + measurements[set] * (2 + 2 * widths[set]), 0) + states * (2 + 2 * (nodes + edges)) + rows * 4;
    return 8 * numbers + remarkLength + 130 * columns + documentLength;
  },

  files: (selection) => [
    {
      suffix: '.parquet',
      async *bytes() {
        const { parquetWriteBuffer } = await import('hyparquet-writer');
        const columns = columnsOf(selection);
        const data = columns.map((): (number | string | null)[] => []);
        for await (const event of selection.events()) columns.forEach((column, index) => data[index].push(column.valueOf(event)));
        const columnData = columns.map((column, index): ColumnSource => ({
          name: headingOf(column),
          data: data[index],
          // A dictionary would take −0 for 0.
          ...(column.type === 'number' ? { type: 'DOUBLE', encoding: 'PLAIN' } : { type: 'STRING' }),
        }));
        const { header } = selection.recording;
        const units = Object.fromEntries(columns.map((column) => [headingOf(column), column.unit]));
        const kvMetadata = [
          { key: 'axes', value: 'event, quantity' },
          { key: 'units', value: JSON.stringify(units) },
          { key: 'twinbench.experiment', value: JSON.stringify(header.document) },
        ];
        // Voltages have no order that a dictionary or a compressor would find; uncompressed pages are read by everyone.
        yield new Uint8Array(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED', kvMetadata, createdBy: header.program }));
      },
    },
  ],
});
