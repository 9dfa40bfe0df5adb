import { placeTowards, type Direction } from '../panels/Schematic/geometry.ts';
import type { Point } from '../panels/Schematic/curves.ts';
import { addNode, connect, freePlace, moveNode, pairWith, removeEdge, removeNode, setRole, taskOf } from './draft.ts';
import type { Editor } from './editor.svelte.ts';

/** Every key of the editor, for its help. */
export const editorKeys: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['A'], does: 'add a node' },
  { keys: ['Shift A'], does: 'add one, connected' },
  { keys: ['C'], does: 'connect: choose the other with arrows, then C' },
  { keys: ['←', '→', '↑', '↓'], does: 'go to the next' },
  { keys: ['Shift ←', '→', '↑', '↓'], does: 'move the node' },
  { keys: ['N'], does: 'from node to edge, and back' },
  { keys: ['I', 'S', 'O', 'H'], does: 'input, supply, output, hidden' },
  { keys: ['P'], does: 'minus of the last output' },
  { keys: ['Del'], does: 'remove' },
  { keys: ['0'], does: 'show all' },
];

const directions: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const ways: Record<Direction, Point> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } };
/** A node moves by this much with a key, in lattice spacings. */
const nudge = 0.25;

/** What a key does in the editor now, or nothing. @param middles  of the edges, in the model @param showAll  fits the view */
export function editorAction(
  event: KeyboardEvent,
  editor: Editor,
  middles: readonly Point[],
  showAll: () => void,
): (() => unknown) | undefined {
  const { draft, selection } = editor;
  if (draft === null) return undefined;
  const direction = directions[event.key];
  const node = selection?.kind === 'node' ? draft.nodes.find(({ id }) => id === selection.id) : undefined;
  if (direction !== undefined) {
    if (event.shiftKey && node !== undefined) {
      const way = ways[direction];
      return () => editor.change(`move ${node.id}`, moveNode(draft, node.id, { x: node.x + nudge * way.x, y: node.y + nudge * way.y }));
    }
    return () => go(editor, direction, middles);
  }
  if (event.repeat) return undefined;
  const key = event.key.toLowerCase();
  const always: Record<string, () => unknown> = {
    a: () => add(editor, event.shiftKey),
    n: () => changeSides(editor),
    '0': showAll,
    escape: () => (editor.connectingFrom = ''),
  };
  if (always[key] !== undefined) return always[key];
  if (selection !== null && ['delete', 'backspace', 'x'].includes(key)) return () => removeSelected(editor);
  if (node === undefined) return undefined;
  const role = ({ i: 'input', s: 'supply', o: 'output', h: 'hidden' } as const)[key];
  if (role !== undefined) return () => editor.change(`${node.id}: ${role}`, setRole(draft, node.id, role));
  if (key === 'p') return () => pair(editor, node.id);
  if (key === 'c' || (key === 'enter' && editor.connectingFrom !== '')) return () => connectWith(editor, node.id);
  return undefined;
}

function add(editor: Editor, isConnected: boolean): Promise<void> | undefined {
  const { draft, selection } = editor;
  if (draft === null) return undefined;
  const beside = selection?.kind === 'node' ? draft.nodes.find(({ id }) => id === selection.id) : undefined;
  const added = addNode(draft, freePlace(draft, beside));
  const next = isConnected && beside !== undefined ? connect(added.draft, beside.id, added.id).draft : added.draft;
  editor.select('node', added.id);
  return editor.change(`add ${added.id}`, next);
}

/** The first press chooses one end, the second the other. */
export function connectWith(editor: Editor, node: string): Promise<void> | undefined {
  const { draft, connectingFrom: from } = editor;
  if (draft === null) return undefined;
  if (from === '' || from === node) {
    editor.connectingFrom = from === node ? '' : node;
    return undefined;
  }
  editor.connectingFrom = '';
  const { draft: next, id } = connect(draft, from, node);
  return editor.change(`add ${id}, ${from}–${node}`, next);
}

export function removeSelected(editor: Editor): Promise<void> | undefined {
  const { draft, selection } = editor;
  if (draft === null || selection === null) return undefined;
  const { kind, id } = selection;
  const next = kind === 'node' ? removeNode(draft, id) : removeEdge(draft, id);
  // The one before is selected, so that several can be removed by keys alone.
  const others = kind === 'node' ? draft.nodes : draft.edges;
  const place = others.findIndex((item) => item.id === id);
  const near = others[place - 1] ?? others[place + 1];
  editor.selection = near === undefined ? null : { kind, id: near.id };
  if (editor.connectingFrom === id) editor.connectingFrom = '';
  return editor.change(`remove ${id}`, next);
}

function pair(editor: Editor, node: string): Promise<void> | undefined {
  const { draft } = editor;
  if (draft === null) return undefined;
  const output = draft.roles.outputs.findLastIndex((entry) => 'node' in entry && entry.node !== node);
  return output < 0 ? undefined : editor.change(`${node}: minus of ${draft.roles.outputs[output].name}`, pairWith(draft, node, output));
}

function go(editor: Editor, direction: Direction, middles: readonly Point[]): void {
  const { draft, selection } = editor;
  if (draft === null) return;
  const kind = selection?.kind ?? 'node';
  const [items, places] = kind === 'node' ? [draft.nodes, draft.nodes] : [draft.edges, middles];
  const from = items.findIndex(({ id }) => id === selection?.id);
  // The rule of the schematic counts in pixels.
  const scaled = places.map(({ x, y }) => ({ x: 100 * x, y: 100 * y }));
  const next = items[from < 0 ? 0 : placeTowards(scaled, from, direction)];
  if (next !== undefined) editor.select(kind, next.id);
}

/** From a node to one of its edges, or from an edge to its node. */
function changeSides(editor: Editor): void {
  const { draft, selection } = editor;
  if (draft === null) return;
  if (selection?.kind === 'edge') {
    const edge = draft.edges.find(({ id }) => id === selection.id);
    if (edge !== undefined) editor.select('node', edge.from);
    return;
  }
  const edge = draft.edges.find(({ from, to }) => from === selection?.id || to === selection?.id) ?? draft.edges[0];
  if (edge !== undefined) editor.select('edge', edge.id);
}

/** What a screen reader says of a node. */
export function spokenNode(editor: Editor, id: string): string {
  const { draft } = editor;
  if (draft === null) return id;
  const { role, name, voltage } = taskOf(draft, id);
  const count = draft.edges.filter(({ from, to }) => from === id || to === id).length;
  const words = {
    hidden: 'hidden',
    input: `input ${name}`,
    supply: `supply ${name}, ${voltage} V`,
    output: `output ${name}`,
    plus: `plus of output ${name}`,
    minus: `minus of output ${name}`,
  }[role];
  return `Node ${id}, ${words}, ${count} ${count === 1 ? 'edge' : 'edges'}`;
}
