import type { PlotData, PlotSpec } from '../plots/plot.ts';

/** The numbers behind a figure. */
export interface DataTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/** The numbers that a plot draws: the abscissa with its unit, then a column per curve. */
export function tableOf(spec: Pick<PlotSpec, 'xLabel' | 'xUnit' | 'series'>, data: PlotData): DataTable {
  const header = [spec.xUnit === '' ? spec.xLabel : `${spec.xLabel} (${spec.xUnit})`, ...spec.series.map(({ label }) => label)];
  return { header, rows: (data[0] ?? []).map((_, row) => data.map((column) => column[row] ?? null)) };
}

/** A cell with a text, in quotation marks where it needs them. */
export function quoted(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A table as CSV (RFC 4180), numbers in full precision, an empty cell for what there is none of.
 *
 * @param hasDecimalComma  then cells are parted by semicolons, as spreadsheets of such countries read them
 */
export function csvOf({ header, rows }: DataTable, hasDecimalComma: boolean): string {
  const separator = hasDecimalComma ? ';' : ',';
  const written = (value: number | null): string =>
    value === null ? '' : hasDecimalComma ? String(value).replace('.', ',') : String(value);
  const lines = [header.map(quoted).join(separator), ...rows.map((row) => row.map(written).join(separator))];
  return `${lines.join('\r\n')}\r\n`;
}
