import type { Bench } from '../../stores/bench.svelte.ts';
import * as actions from '../../stores/actions.ts';
import { edgeTowards, placeTowards, type Direction, type Drawing } from './geometry.ts';
import { panStep, zoomStep } from './viewport.ts';

/** What the keys of the schematic do it with. */
export interface KeyParts {
  bench: Bench;
  drawing: Drawing;
  focusEdge: (edge: number) => void;
  focusNode: (node: number) => void;
  zoom: (factor: number) => void;
  pan: (x: number, y: number) => void;
  showWhole: () => void;
}

const arrows: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Makes an edge stick where it is, or repairs one that does. */
export function stickOrRepair(bench: Bench, edge: number): Promise<void> {
  return actions.damageEdge(bench, edge, bench.frame?.damage[edge] === 'stuck' ? null : 'stuck');
}

/** What a key does in the schematic now, or nothing. Keys that are held down move, but never act twice. */
export function keyAction(event: KeyboardEvent, parts: KeyParts): (() => unknown) | undefined {
  const viewing = viewAction(event, parts);
  if (viewing !== undefined) return viewing;
  const direction = arrows[event.key];
  if (direction !== undefined) return moveAction(direction, parts);
  if (event.repeat) return undefined;
  const { bench, focusEdge } = parts;
  const { view } = bench;
  const common: Record<string, () => unknown> = {
    enter: () => (view.isInspectorPinned = !view.isInspectorPinned),
    ...(view.isInspectorPinned ? { escape: () => (view.isInspectorPinned = false) } : {}),
    n: () => changeSides(parts),
    home: () => focusEdge(0),
    end: () => focusEdge(parts.drawing.edges.length - 1),
  };
  const edge = view.selectedEdge;
  const ofEdge: Record<string, () => unknown> = {
    x: () => actions.damageEdge(bench, edge, 'cut'),
    delete: () => actions.damageEdge(bench, edge, 'cut'),
    backspace: () => actions.damageEdge(bench, edge, 'cut'),
    s: () => stickOrRepair(bench, edge),
    p: () => view.togglePin(edge),
  };
  const key = event.key.toLowerCase();
  return common[key] ?? (edge >= 0 ? ofEdge[key] : undefined);
}

function viewAction({ key, shiftKey }: KeyboardEvent, { zoom, pan, showWhole }: KeyParts): (() => unknown) | undefined {
  const zooms: Record<string, () => unknown> = {
    '+': () => zoom(zoomStep),
    '=': () => zoom(zoomStep),
    '-': () => zoom(1 / zoomStep),
    '0': showWhole,
  };
  const pans: Record<string, [number, number]> = {
    ArrowLeft: [panStep, 0],
    ArrowRight: [-panStep, 0],
    ArrowUp: [0, panStep],
    ArrowDown: [0, -panStep],
  };
  const way = shiftKey ? pans[key] : undefined;
  return way === undefined ? zooms[key] : () => pan(...way);
}

function moveAction(direction: Direction, { bench, drawing, focusEdge, focusNode }: KeyParts): () => unknown {
  const { selectedEdge, selectedNode } = bench.view;
  if (selectedNode >= 0) return () => focusNode(placeTowards(drawing.nodes, selectedNode, direction));
  return () => focusEdge(selectedEdge < 0 ? 0 : edgeTowards(drawing.edges, selectedEdge, direction));
}

/** From an edge to its node, or from a node to one of its edges: the next one each time. */
function changeSides({ bench, focusEdge, focusNode }: KeyParts): void {
  const { session, view } = bench;
  if (session === null) return;
  if (view.selectedNode < 0) return focusNode(session.edges[Math.max(view.selectedEdge, 0)].from);
  const own = session.edges.findIndex(({ from, to }) => from === view.selectedNode || to === view.selectedNode);
  if (own >= 0) focusEdge(own);
}
