import { type z } from 'zod';
import { ProblemError } from '../problem.ts';

/** A kind of document: what its `format` says, its newest version, and its schema. */
export interface DocumentKind<T> {
  readonly format: string;
  readonly version: number;
  readonly schema: z.ZodType<T, unknown>;
}

/**
 * Reads JSON.
 *
 * @param where  the file or other place, for the message
 * @throws ProblemError E-DOC-JSON
 */
export function parseJson(text: string, where: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json, json.includes('__proto__') ? refuseHiddenKey : undefined) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    const problem = { code: 'E-DOC-JSON', what: 'The file is not JSON' } as const;
    // The message quotes the file: of one that is no text, that would be nonsense, or a command to the terminal.
    if (NO_TEXT.test(json))
      throw new ProblemError({ ...problem, where, why: 'it holds bytes that are no text', remedy: 'Give a JSON document.' });
    throw new ProblemError({
      ...problem,
      where: position === undefined ? where : `${where}, ${lineAndColumn(json, Number(position))}`,
      why: json.trim() === '' ? 'it is empty' : message.replace(/ \(line \d+ column \d+\)$/, ''),
      remedy: 'Correct the file at that place; a missing or trailing comma and a missing quote are the usual reasons.',
    });
  }
}

/** Control characters other than white space, and what takes the place of bytes that are no UTF-8. */
const NO_TEXT = /[^\P{Cc}\t\n\r]|\uFFFD/u;

/** The one key that objects can't hold as data: it would vanish without a word. */
function refuseHiddenKey(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Error('"__proto__" can’t be used as a key');
  return value;
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/**
 * Checks a document as a whole: it is taken completely or refused, never in part.
 *
 * @param where  the file or other place, for the message
 * @throws ProblemError E-DOC-FORMAT, E-DOC-VERSION or E-DOC-INVALID with the JSON path and the reason of every fault
 */
export function parseDocument<T>(kind: DocumentKind<T>, value: unknown, where: string): T {
  checkHeader(kind, value, where);
  const result = kind.schema.safeParse(value);
  if (result.success) return result.data;
  const faults = flatten(result.error.issues).map(({ path, message }) => ({ path: formatPath(path), message }));
  const [first, ...others] = faults;
  const more = others.slice(0, 5).map(({ path, message }) => `\n         also ${path}: ${message}`);
  if (others.length > 5) more.push(`\n         and ${others.length - 5} more`);
  throw new ProblemError({
    code: 'E-DOC-INVALID',
    what: `The ${kind.format} document is not valid`,
    where: `${where}, at ${first.path}`,
    why: `${first.message}${more.join('')}`,
    remedy: `Correct it there; schemas/${kind.format}.v${kind.version}.json describes every field.`,
  });
}

function checkHeader(kind: DocumentKind<unknown>, value: unknown, where: string): void {
  const header = typeof value === 'object' && value !== null ? (value as { format?: unknown; version?: unknown }) : {};
  if (header.format !== kind.format) {
    throw new ProblemError({
      code: 'E-DOC-FORMAT',
      what: `This is not a ${kind.format} document`,
      where: `${where}, at $.format`,
      why: header.format === undefined ? 'it has no "format"' : `its format is ${inShort(header.format)}`,
      remedy: `Give a file that begins with {"format": "${kind.format}", "version": ${kind.version}, …`,
    });
  }
  if (header.version !== kind.version) {
    const isNewer = typeof header.version === 'number' && header.version > kind.version;
    throw new ProblemError({
      code: 'E-DOC-VERSION',
      what: `The document's version can't be read`,
      where: `${where}, at $.version`,
      why: `it is version ${inShort(header.version)}; this program reads version ${kind.version}`,
      remedy: isNewer ? 'Update Twinbench, or save the document in the older version.' : `Set "version" to ${kind.version}.`,
    });
  }
}

/** A value of a file in a message: lists and objects may be as deep and long as somebody made them. */
function inShort(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? 'unknown';
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** One fault per place; of a union the branch that got furthest is shown. */
function flatten(issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const branches = issue.errors.map(flatten);
      const best = branches.reduce((a, b) => (b.length < a.length ? b : a));
      return best.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: `the key "${key}" is unknown here` }));
    }
    return [{ path: issue.path, message: explain(issue) }];
  });
}

/** What is wrong, in the words of the documents instead of those of the checker. */
function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return explainType(issue);
  if (issue.code === 'invalid_value') return mustBe(issue.values);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) return mustBe(issue.options);
  return issue.message;
}

function explainType({ expected, message }: z.core.$ZodIssueInvalidType): string {
  const received = /received (.+)$/.exec(message)?.[1];
  if (received === 'undefined') return `it is missing (${expected})`;
  if (received === 'Infinity' || received === '-Infinity') return 'the number is not finite: it lies beyond ±1.8e308';
  return expected === 'int' ? 'it must be a whole number' : `expected ${expected}, received ${received ?? 'something else'}`;
}

function mustBe(values: readonly unknown[]): string {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return values.length === 1 ? `it must be ${list}` : `it must be one of ${list}`;
}

/** A path as people write it: $.edges[3].gate */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[A-Za-z_]\w*$/.test(String(part)) ? `${text}.${String(part)}` : `${text}[${JSON.stringify(String(part))}]`;
  }, '$');
}
