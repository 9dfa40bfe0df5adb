import type { SettingDifferences } from '../../../shared/compare.ts';
import type { ComparedRun } from './comparedRun.ts';

/** Entries of one list that are told one by one. */
const MOST_ENTRIES = 6;
/** Letters of a value. */
const LONGEST = 80;
/** What says nothing of how a run goes. */
const SILENT: ReadonlySet<string> = new Set(['format', 'version', 'title', 'doc', 'source']);

/**
 * What is set otherwise on the two sides: the machine, and every setting of the experiment by its path in the document. A long list that
 * differs in many places, such as the states of all edges, is one setting.
 *
 * @cost the length of both documents
 */
export function settingDifferences(
  a: Pick<ComparedRun, 'machine' | 'experiment'>,
  b: Pick<ComparedRun, 'machine' | 'experiment'>,
): SettingDifferences {
  const own = { machine: a.machine.title, ...a.experiment.document };
  const other = { machine: b.machine.title, ...b.experiment.document };
  return compareValues('', own, other);
}

function compareValues(setting: string, a: unknown, b: unknown): SettingDifferences {
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return compareLists(setting, a, b);
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !SILENT.has(name));
    return together(names.map((name) => compareValues(setting === '' ? name : `${setting}.${name}`, a[name], b[name])));
  }
  if (JSON.stringify(a) === JSON.stringify(b)) return { same: 1, differing: [] };
  return { same: 0, differing: [{ setting, a: textOf(a), b: textOf(b) }] };
}

function compareLists(setting: string, a: readonly unknown[], b: readonly unknown[]): SettingDifferences {
  const found = together(a.map((value, index) => compareValues(`${setting}[${index}]`, value, b[index])));
  if (found.differing.length <= MOST_ENTRIES) return found;
  const places = a.filter((value, index) => JSON.stringify(value) !== JSON.stringify(b[index])).length;
  return { same: 0, differing: [{ setting, a: `${a.length} entries`, b: `${places} of ${b.length} entries are other ones` }] };
}

function together(parts: readonly SettingDifferences[]): SettingDifferences {
  return { same: parts.reduce((sum, { same }) => sum + same, 0), differing: parts.flatMap(({ differing }) => differing) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === undefined) return 'not given';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
