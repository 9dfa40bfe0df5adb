import type { Draft } from '../../shared/draft.ts';
import { addNode, connect, removeNode, stateOf } from './draft.ts';

/** What was read of a text, or what is wrong with it and in which line. */
export type Read<T> = { readonly value: T; readonly fault: '' } | { readonly value: null; readonly fault: string };

const bad = (line: number, why: string): Read<never> => ({ value: null, fault: `Line ${line + 1}: ${why}` });

/** Lines with something in them, with their numbers; # begins a comment. */
function linesOf(text: string): { parts: string[]; line: number }[] {
  return text.split(/\r?\n/).flatMap((whole, line) => {
    const said = whole.replace(/#.*$/, '').trim();
    return said === '' ? [] : [{ parts: said.split(/\s*[,;\t]\s*|\s+/), line }];
  });
}

/**
 * Edges as text, one in a line: the names of its two nodes, and the state it begins with where that is another than usual. Nodes that
 * are not there yet are put on a circle.
 *
 * @param isReplacing  instead of the network that there is
 */
export function readEdges(draft: Draft, text: string, isReplacing: boolean): Read<Draft> {
  const lines = linesOf(text);
  if (lines.length === 0) return { value: null, fault: 'There is no edge in it.' };
  const names = new Set<string>();
  for (const { parts, line } of lines) {
    const [from, to, value, ...rest] = parts;
    if (to === undefined || rest.length > 0) return bad(line, `an edge has two nodes and perhaps ${stateOf(draft).title.toLowerCase()}`);
    if (from === to) return bad(line, `both ends are the node "${from}"`);
    if (value !== undefined && !Number.isFinite(Number(value))) return bad(line, `"${value}" is not a number`);
    names.add(from).add(to);
  }
  const base = isReplacing ? { ...without(draft, names), edges: [] } : draft;
  let next = placed(base, [...names]);
  for (const { parts } of lines) next = connect(next, parts[0], parts[1], parts[2] === undefined ? undefined : Number(parts[2])).draft;
  return { value: next, fault: '' };
}

/** Only the nodes of these names, with their roles and columns. */
function without(draft: Draft, names: ReadonlySet<string>): Draft {
  return draft.nodes.reduce((so, { id }) => (names.has(id) ? so : removeNode(so, id)), draft);
}

/** Adds the nodes of these names that are missing: on a circle around the others, neighbours about one spacing apart. */
function placed(draft: Draft, names: readonly string[]): Draft {
  const known = new Set(draft.nodes.map(({ id }) => id));
  const missing = names.filter((name) => !known.has(name));
  const xs = draft.nodes.map(({ x }) => x);
  const ys = draft.nodes.map(({ y }) => y);
  const [left, right] = xs.length === 0 ? [0, 0] : [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = ys.length === 0 ? [0, 0] : [Math.min(...ys), Math.max(...ys)];
  const reach = xs.length === 0 ? 0 : Math.hypot(right - left, bottom - top) / 2 + 1;
  const radius = Math.max(reach, missing.length / (2 * Math.PI), missing.length > 1 ? 0.8 : 0);
  return missing.reduce((so, id, index) => {
    const angle = (2 * Math.PI * index) / missing.length;
    const at = { x: (left + right) / 2 + radius * Math.sin(angle), y: (top + bottom) / 2 - radius * Math.cos(angle) };
    const { draft: added, id: given } = addNode(so, at);
    return { ...added, nodes: added.nodes.map((node) => (node.id === given ? { ...node, id } : node)) };
  }, draft);
}

/** The dataset as text: a datapoint in a line, its inputs and then its labels, V. */
export function writeTable({ dataset }: Draft): string {
  return dataset.inputs.map((row, index) => [...row, ...(dataset.labels?.[index] ?? [])].join(', ')).join('\n');
}

/** A dataset from such a text; a first line of names is passed over. */
export function readTable({ roles }: Draft, text: string): Read<{ inputs: number[][]; labels: number[][] }> {
  const lines = linesOf(text);
  const isNumber = (part: string): boolean => part !== '' && Number.isFinite(Number(part));
  const rows = lines.length > 0 && !lines[0].parts.some(isNumber) ? lines.slice(1) : lines;
  const [inputs, labels] = [roles.inputs.length, roles.outputs.length];
  if (rows.length === 0) return { value: null, fault: 'There is no datapoint in it.' };
  for (const { parts, line } of rows) {
    const odd = parts.find((part) => !isNumber(part));
    if (odd !== undefined) return bad(line, `"${odd}" is not a number`);
    if (parts.length !== inputs + labels) return bad(line, `${parts.length} numbers, but there are ${inputs} inputs and ${labels} outputs`);
  }
  const numbers = rows.map(({ parts }) => parts.map(Number));
  return { value: { inputs: numbers.map((row) => row.slice(0, inputs)), labels: numbers.map((row) => row.slice(inputs)) }, fault: '' };
}
