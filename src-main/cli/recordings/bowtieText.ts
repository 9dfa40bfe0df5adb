import { quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';
import type { BowtieRow } from './bowtieRows.ts';

/** The 2 + 1-edge board against its nonlinear twin and the linear theory, for reading; "" where there is none. */
export function bowtieText(rows: readonly BowtieRow[]): string {
  if (rows.length === 0) return '';
  const written = (value: number, { unit }: BowtieRow): string => (unit === 'V' ? quantity(value, 'V', 3) : `${value.toFixed(3)} decades`);
  const cells = rows.map((row) => [
    row.experiment,
    row.panel,
    written(row.twin, row),
    written(row.linear, row),
    row.twin < row.linear ? 'yes' : 'no',
  ]);
  const columns = [
    { title: '2 + 1 edges' },
    { title: 'panel' },
    { title: 'twin', align: 'right' },
    { title: 'linear theory', align: 'right' },
    { title: 'twin nearer' },
  ] as const;
  return `\n${textTable(columns, cells)}\n\nRoot mean square miss. The twin was fitted to one cycle of each experiment alone, of 80 ms where there is one, which is not judged.\n`;
}
