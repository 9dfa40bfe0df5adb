/** A place in a JSON value: keys and positions from the root on. */
export type Path = readonly (string | number)[];

const PART = /^(?:\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\])/;

/**
 * Reads a path as problems write it: `schedule.period`, `imperfections[0].spread`, `network.hold["n 1"]`; `$.` before it is allowed.
 *
 * @returns `null` where the text is no path
 */
export function parsePath(text: string): Path | null {
  const path: (string | number)[] = [];
  let rest = text.startsWith('$.') ? text.slice(2) : text;
  while (rest !== '') {
    const match = PART.exec(rest);
    if (match === null || (path.length === 0 ? rest.startsWith('.') : match[1] !== undefined && !rest.startsWith('.'))) return null;
    path.push(match[2] === undefined ? (match[1] ?? unquoted(match[3])) : Number(match[2]));
    rest = rest.slice(match[0].length);
  }
  return path.length === 0 ? null : path;
}

/**
 * A copy of a JSON value with one place in it set. What lies beside the path is shared with the original.
 *
 * @returns `null` where the path leads through something that is not there; its last key may be new in an object
 */
export function withValueAt<T>(root: T, path: Path, value: unknown): T | null {
  const [key, ...rest] = path;
  if (typeof root !== 'object' || root === null || key === '__proto__') return null;
  const isThere = Object.hasOwn(root, key);
  if (!isThere && (rest.length > 0 || Array.isArray(root))) return null;
  if (Array.isArray(root) && typeof key !== 'number') return null;
  const inner = rest.length === 0 ? value : withValueAt((root as Record<string, unknown>)[key], rest, value);
  if (inner === null && rest.length > 0) return null;
  if (!Array.isArray(root)) return { ...root, [key]: inner };
  const copy = [...(root as unknown[])];
  copy[key as number] = inner;
  return copy as T;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
