import type { ColumnSource } from 'hyparquet-writer';
import type { Axis, SweepPlan } from './plan.ts';
import { cellAt } from './plan.ts';
import type { CellResult } from './result.ts';
import type { AxisValue } from './values.ts';

/** One column of the tidy table; every row is a cell. */
export interface TableColumn {
  readonly name: string;
  /** The name with its unit: "period [s]". */
  readonly heading: string;
  readonly unit: string;
  readonly type: 'number' | 'text';
  readonly values: readonly (number | string | null)[];
}

/** The quantity that an axis shows for a value: the number times its factor, words as they are, objects as JSON. */
export function shown(axis: Pick<Axis, 'factor'>, value: AxisValue): number | string {
  if (typeof value === 'string') return value;
  // As many digits as tell neighbours apart: 3 steps of 0.1 ms are 0.0003 s.
  return typeof value === 'number' ? Number((value * axis.factor).toPrecision(15)) : JSON.stringify(value);
}

/**
 * The results as one tidy table: a row for every cell that has one, a column for every axis and every quantity. The same results give
 * the same bytes, whoever gathered them.
 */
export function tableOf(plan: SweepPlan, results: readonly CellResult[]): TableColumn[] {
  const rows = [...results].sort((a, b) => a.cell - b.cell).map((result) => ({ result, cell: cellAt(plan, result.cell) }));
  type Row = (typeof rows)[number];
  const column = (
    name: string,
    unit: string,
    read: (row: Row) => number | string | null,
    type: TableColumn['type'] = 'number',
  ): TableColumn => ({
    name,
    heading: unit === '' ? name : `${name} [${unit}]`,
    unit,
    type,
    values: rows.map(read),
  });
  return [
    column('cell', '', ({ cell }) => cell.index),
    ...plan.axes.map((axis, index) => {
      const isNumeric = axis.values.every((value) => typeof value === 'number');
      const read = ({ cell }: Row): number | string => {
        const value = shown(axis, cell.values[index]);
        return isNumeric ? value : String(value);
      };
      return column(axis.name, axis.unit, read, isNumeric ? 'number' : 'text');
    }),
    column('repeat', '', ({ cell }) => cell.repeat),
    column('seed', '', ({ cell }) => cell.seed),
    column('status', '', ({ result }) => result.status, 'text'),
    ...plan.quantities.map(({ name, unit }) =>
      column(name, unit, ({ result }) => (result.status === 'done' ? (result.values[name] ?? null) : null)),
    ),
    column('reason', '', ({ result }) => (result.status === 'failed' ? `${result.problem.what}: ${result.problem.why}` : null), 'text'),
  ];
}

/** Comma-separated values (RFC 4180), numbers with as many digits as bring the same bits back. */
export function csvOf(columns: readonly TableColumn[]): string {
  const rows = columns[0].values.map((_, row) => columns.map(({ values }) => values[row]));
  const line = (cells: readonly (number | string | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
  return [line(columns.map(({ heading }) => heading)), ...rows.map(line)].join('');
}

function csvCell(value: number | string | null): string {
  if (value === null) return '';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Apache Parquet: the table of the CSV, with the document beside it. */
export async function parquetOf(plan: SweepPlan, columns: readonly TableColumn[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = columns.map(({ heading, type, values }): ColumnSource => ({
    name: heading,
    data: [...values],
    nullable: true,
    // A dictionary would take −0 for 0.
    ...(type === 'number' ? { type: 'DOUBLE', encoding: 'PLAIN' } : { type: 'STRING' }),
  }));
  const units = Object.fromEntries(columns.map(({ heading, unit }) => [heading, unit]));
  const kvMetadata = [
    { key: 'units', value: JSON.stringify(units) },
    { key: 'twinbench.sweep', value: JSON.stringify(plan.document) },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED', kvMetadata, createdBy: 'twinbench' }));
}
