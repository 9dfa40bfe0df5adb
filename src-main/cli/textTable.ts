/** One column of a table: its heading, and on which side its cells are flush. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A plain-text table, two spaces between columns. Widths count characters. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[], indent = ''): string {
  const widths = columns.map(({ title }, column) => rows.reduce((most, row) => Math.max(most, lengthOf(row[column])), lengthOf(title)));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => pad(cell, widths[column], columns[column].align ?? 'left'));
    return `${indent}${padded.join('  ')}`.trimEnd();
  };
  return [line(columns.map(({ title }) => title)), ...rows.map(line)].join('\n');
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const spaces = ' '.repeat(width - lengthOf(text));
  return align === 'right' ? `${spaces}${text}` : `${text}${spaces}`;
}

/** Characters, not UTF-16 units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Breaks text at spaces, so that no line is longer than `width` with its indentation. */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && lengthOf(indent) + lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part) => `${indent}${part}`).join('\n');
}
