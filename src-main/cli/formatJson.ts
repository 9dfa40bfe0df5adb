const WIDTH = 140;

/**
 * JSON for people: two spaces, and on one line whatever fits there; rows of a table stay below one another. It is what Prettier makes
 * of the same value, so that documents written by the program pass the checks of the repository.
 */
export function formatJson(value: unknown): string {
  return `${format(value, '', 0)}\n`;
}

/** @param used  characters that stand on the line already, besides the indentation, and those that must follow */
function format(value: unknown, indent: string, used: number): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (!isTall(value)) {
      const line = oneLine(value);
      if (line !== null && indent.length + used + line.length <= WIDTH) return line;
    }
    if (value.every((item) => typeof item === 'number')) return `[\n${filled(value, inner)}\n${indent}]`;
    return `[\n${value.map((item) => `${inner}${format(item, inner, 1)}`).join(',\n')}\n${indent}]`;
  }
  // An object keeps its members below one another, as Prettier leaves one whose first member has a line of its own.
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  const isSmall = members.every(
    ([, member]) => typeof member !== 'object' || member === null || (Array.isArray(member) && !isTall(member)),
  );
  const line = isSmall ? oneLine(value) : null;
  if (line !== null && indent !== '' && indent.length + used + line.length <= WIDTH) return line;
  const lines = members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${format(member, inner, JSON.stringify(key).length + 3)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Numbers without the superfluous plus of their exponents: 1e30. */
function scalar(value: unknown): string {
  const text = JSON.stringify(value);
  return typeof value === 'number' ? text.replace('e+', 'e') : text;
}

/** Rows and records with more than one member each go below one another. */
function isTall(items: readonly unknown[]): boolean {
  const sizeOf = (item: unknown): number => (Array.isArray(item) ? item.length : Object.keys(item as object).length);
  const isAllOf = (test: (item: unknown) => boolean): boolean => items.every(test);
  const isRecords = isAllOf((item) => typeof item === 'object' && item !== null && !Array.isArray(item)) || isAllOf(Array.isArray);
  return items.length > 1 && isRecords && isAllOf((item) => sizeOf(item) > 1);
}

/** The value on one line, or `null` where some part of it can't be. */
function oneLine(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (Array.isArray(value)) {
    if (isTall(value)) return null;
    const items = value.map(oneLine);
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [JSON.stringify(key), oneLine(member)] as const);
  if (members.some(([, member]) => member === null)) return null;
  return members.length === 0 ? '{}' : `{ ${members.map(([key, member]) => `${key}: ${member}`).join(', ')} }`;
}

/** Numbers side by side, as many as fit on a line. */
function filled(numbers: readonly number[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  numbers.forEach((number, index) => {
    const text = `${scalar(number)}${index === numbers.length - 1 ? '' : ','}`;
    const isFirst = line === indent;
    if (!isFirst && line.length + 1 + text.length > WIDTH) {
      lines.push(line);
      line = `${indent}${text}`;
    } else line = isFirst ? `${indent}${text}` : `${line} ${text}`;
  });
  return [...lines, line].join('\n');
}
