import { importProblem } from './importer.ts';

/** A table of text with its first row as headings. */
export interface CsvTable {
  readonly path: string;
  readonly columns: readonly CsvColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly hasDecimalComma: boolean;
}

export interface CsvColumn {
  /** Without the unit. */
  readonly name: string;
  /** '' where none stands in brackets. */
  readonly unit: string;
  /** From 0. */
  readonly index: number;
}

/**
 * Reads CSV. Semicolons between the headings mean decimal commas; lines that begin with # are passed over.
 *
 * @throws ProblemError E-IMPORT where a row has another number of cells than the headings, a heading stands twice, or a quote is left open
 */
export function readCsv(bytes: Uint8Array, path: string): CsvTable {
  const text = new TextDecoder().decode(bytes).replace(/^(#[^\n]*\n)+/, '');
  const heading = text.split('\n', 1)[0];
  const separator = heading.includes(';') ? ';' : heading.includes('\t') ? '\t' : ',';
  const [first = [], ...rows] = cellsOf(text, separator, path);
  const columns = first.map((cell, index): CsvColumn => {
    const [, name, unit = ''] = /^\s*(.*?)\s*(?:\[([^\]]*)\])?\s*$/.exec(cell) ?? ['', cell];
    if (name === '')
      throw importProblem(
        `${path}, row 1, column ${index + 1}`,
        'the column has no name',
        'Name every column in the first row, as in "V1 [V]".',
      );
    return { name, unit, index };
  });
  const seen = new Set<string>();
  const twice = columns.find(({ name }) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw importProblem(placeOf(path, 0, twice), 'the name stands there twice', 'Give every column a name of its own.');
  rows.forEach((cells, row) => {
    if (cells.length === columns.length) return;
    throw importProblem(
      `${path}, row ${row + 2}`,
      `it has ${cells.length} cells, but there are ${columns.length} columns`,
      'Complete the row; text with separators stands in quotes.',
    );
  });
  return { path, columns, rows, hasDecimalComma: separator === ';' };
}

/** Whether a file is called like a table of text. */
export const isCsv = (path: string): boolean => /\.(csv|tsv|txt)$/i.test(path);

/** Whether there is a column of this name among the headings; never throws. */
export function hasColumn(bytes: Uint8Array, name: string): boolean {
  try {
    return columnOf(readCsv(bytes, ''), name) !== undefined;
  } catch {
    const [heading] = new TextDecoder().decode(bytes.subarray(0, 1 << 16)).split('\n', 1);
    return heading.split(/[,;\t]/).some((cell) => cell.trim().replaceAll('"', '') === name);
  }
}

/** Where a cell is, for messages. @param row  0 the headings, then the rows from 1 */
export function placeOf(path: string, row: number, { name, index }: CsvColumn): string {
  return `${path}, row ${row + 1}, column ${index + 1} ("${name}")`;
}

/** A number of a cell. @throws ProblemError E-IMPORT with row and column */
export function numberAt(table: CsvTable, row: number, column: CsvColumn): number {
  const text = table.rows[row][column.index].trim();
  const plain = table.hasDecimalComma ? text.replace(',', '.') : text;
  if (/^nan$/i.test(plain)) return Number.NaN;
  if (/^[+-]?inf(inity)?$/i.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  throw importProblem(
    placeOf(table.path, row + 1, column),
    text === '' ? 'the cell is empty' : `"${text}" is not a number`,
    'Give a number there.',
  );
}

/** A number of a cell that is neither NaN nor infinite. @throws ProblemError E-IMPORT with row and column */
export function finiteAt(table: CsvTable, row: number, column: CsvColumn): number {
  const value = numberAt(table, row, column);
  if (Number.isFinite(value)) return value;
  throw importProblem(placeOf(table.path, row + 1, column), 'it must be a finite number', 'Correct the cell, or leave the row out.');
}

/** A whole number of a cell, such as a step. @throws ProblemError E-IMPORT with row and column */
export function wholeAt(table: CsvTable, row: number, column: CsvColumn, least = 0): number {
  const value = numberAt(table, row, column);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw importProblem(
    placeOf(table.path, row + 1, column),
    `it must be a whole number from ${least}`,
    'Correct the cell, or leave the row out.',
  );
}

const scales: Readonly<Record<string, number>> = { V: 1, mV: 1e-3, µV: 1e-6, uV: 1e-6, kV: 1e3 };

/** How many volts the unit of a column is. @throws ProblemError E-IMPORT where it is no voltage */
export function voltsOf(table: CsvTable, column: CsvColumn): number {
  if (Object.hasOwn(scales, column.unit)) return scales[column.unit];
  const why = column.unit === '' ? 'the column has no unit' : `"${column.unit}" is no unit of voltage`;
  throw importProblem(
    placeOf(table.path, 0, column),
    why,
    `Write the unit behind the name, as in "${column.name} [V]": ${Object.keys(scales).join(', ')}.`,
  );
}

/** A column by its name; `undefined` where there is none. */
export function columnOf({ columns }: CsvTable, name: string): CsvColumn | undefined {
  return columns.find((column) => column.name === name);
}

/** A column that must be there. @throws ProblemError E-IMPORT */
export function wantedColumn(table: CsvTable, name: string, unit: string): CsvColumn {
  const column = columnOf(table, name);
  if (column !== undefined) return column;
  const heading = unit === '' ? name : `${name} [${unit}]`;
  throw importProblem(
    `${table.path}, row 1`,
    `there is no column "${heading}"`,
    `The columns are ${table.columns
      .map((other) => other.name)
      .slice(0, 12)
      .join(', ')}.`,
  );
}

/**
 * RFC 4180: cells in quotes may hold separators, line ends and doubled quotes. Empty lines are passed over.
 *
 * @throws ProblemError E-IMPORT where a quote is never closed, or something follows the closing one
 */
function cellsOf(text: string, separator: string, path: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const plain = new RegExp(`[^${separator}\\r\\n]*`, 'y');
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"') {
      const quoted = quotedAt(text, at);
      const isDone = quoted !== null && [undefined, separator, '\r', '\n'].includes(text[quoted.end]);
      if (!isDone) {
        const why = quoted === null ? 'its quote is never closed' : 'something stands behind its closing quote';
        const place = `${path}, row ${rows.length + 1}, column ${row.length + 1}`;
        throw importProblem(place, why, 'Put the whole cell in quotes, and double the quotes within it; or remove them.');
      }
      row.push(quoted.cell);
      at = quoted.end;
    } else {
      plain.lastIndex = at;
      const [cell] = plain.exec(text) ?? [''];
      row.push(cell);
      at += cell.length;
    }
    if (text[at] === separator) continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
  }
  return rows;
}

/** The cell whose opening quote stands here, and where it ends; `null` where it does not. */
function quotedAt(text: string, start: number): { cell: string; end: number } | null {
  const parts: string[] = [];
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return null;
    parts.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') return { cell: parts.join('"'), end: quote + 1 };
    from = quote + 2;
  }
}
