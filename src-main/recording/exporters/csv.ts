import { columnsOf, headingOf } from './columns.ts';
import { defineExporter } from './exporter.ts';
import type { ExportExtent } from './selection.ts';

/** Text that is handed on at once, characters. */
const PIECE = 1 << 16;
/** A voltage with all its digits and the separator, characters. */
const NUMBER = 20;

/** Comma-separated values (RFC 4180): one row per event, names and units in the first. */
export const csv = defineExporter({
  spec: {
    kind: 'csv',
    title: 'CSV',
    doc: 'One table for spreadsheets and data frames: a row for every event, a column for every quantity, named with its unit.',
    parameters: {
      decimal: {
        type: 'choice',
        title: 'Decimal sign',
        doc: 'A comma makes the columns separated by semicolons, as spreadsheets in much of Europe expect.',
        choices: ['point', 'comma'],
        default: 'point',
      },
    },
  },

  estimate: ({ nodes, edges, widths, measurements, states, remarks, remarkLength }: ExportExtent) => {
    const sets = (['training', 'test', 'present'] as const).filter((set) => measurements[set] > 0);
    const values = 2 * Math.max(0, ...sets.map((set) => widths[set])) + (sets.length > 0 ? 2 : 0);
    const fields = 7 + values + (states > 0 ? 2 + 2 * nodes + 3 * edges : 0);
    const rows = sets.reduce((sum, set) => sum + measurements[set], 0) + states + remarks;
    const numbers = sets.reduce((sum, set) => sum + 2 * measurements[set] * widths[set], 0) + states * 2 * (nodes + edges);
    // Separators of all fields, the digits of those that are filled, and about sixty characters of when and what.
    return Math.round(16 * fields + rows * (fields + 60) + numbers * (NUMBER - 1) + 1.3 * remarkLength);
  },

  files: (selection, { decimal }) => [
    {
      suffix: '.csv',
      async *bytes() {
        const columns = columnsOf(selection);
        const hasComma = decimal === 'comma';
        const separator = hasComma ? ';' : ',';
        const encoder = new TextEncoder();
        const lineOf = (cells: readonly string[]): string => `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;
        let text = lineOf(columns.map(headingOf));
        for await (const event of selection.events()) {
          text += lineOf(columns.map((column) => cellOf(column.valueOf(event), hasComma)));
          if (text.length < PIECE) continue;
          yield encoder.encode(text);
          text = '';
        }
        yield encoder.encode(text);
      },
    },
  ],
});

/** Numbers have as many digits as bring the same bits back; what has no meaning is empty, what is unknown NaN. */
function cellOf(value: number | string | null, hasComma: boolean): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return hasComma ? text.replace('.', ',') : text;
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
