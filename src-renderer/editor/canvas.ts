import type { Draft } from '../../shared/draft.ts';
import { shapeEdges, shortestDistance, type EdgeShape } from '../panels/Schematic/geometry.ts';
import type { Curve, Point } from '../panels/Schematic/curves.ts';

/** Where the model lies on the canvas: px = origin + scale · lattice spacings. */
export interface Frame {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Nodes of a small network are not farther apart than this, px. */
const largestPitch = 160;

/** The frame in which the whole network is seen. */
export function fit({ nodes }: Pick<Draft, 'nodes'>, width: number, height: number, padding: number): Frame {
  if (nodes.length === 0) return { scale: largestPitch, x: width / 2, y: height / 2 };
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = (extent: number, size: number): number => (extent > 0 ? Math.max(size - 2 * padding, 20) / extent : Infinity);
  const scale = Math.min(room(right - left, width), room(bottom - top, height), largestPitch / shortestDistance(nodes));
  return { scale, x: width / 2 - (scale * (left + right)) / 2, y: height / 2 - (scale * (top + bottom)) / 2 };
}

export function toCanvas({ scale, x, y }: Frame, point: Point): Point {
  return { x: x + scale * point.x, y: y + scale * point.y };
}

/** A place of the model, rounded to the grid on which nodes are put by hand: a quarter of a spacing. */
export function toModel({ scale, x, y }: Frame, point: Point): Point {
  const snap = (value: number): number => Math.round(4 * value) / 4;
  return { x: snap((point.x - x) / scale), y: snap((point.y - y) / scale) };
}

/** Whether a place can be seen, with its mark. */
export function isInSight({ x, y }: Point, width: number, height: number): boolean {
  return x > 10 && y > 10 && x < width - 10 && y < height - 10;
}

/** How every edge lies, in the model; edges whose ends are not there have no curves. @cost nodes × edges */
export function edgeShapes({ nodes, edges, period }: Pick<Draft, 'nodes' | 'edges' | 'period'>): EdgeShape[] {
  const index = new Map(nodes.map(({ id }, node) => [id, node]));
  const ends = edges.map(({ id, from, to }) => ({ id, from: index.get(from) ?? -1, to: index.get(to) ?? -1, isAdaptive: true }));
  const whole = ends.filter(({ from, to }) => from >= 0 && to >= 0 && from !== to);
  const shapes = shapeEdges({ nodes, edges: whole, period }, shortestDistance(nodes));
  const byId = new Map(whole.map(({ id }, place) => [id, shapes[place]]));
  return edges.map(({ id }) => byId.get(id) ?? { curves: [], isWrapping: false, middle: { x: 0, y: 0 } });
}

/** A curve of the model on the canvas. */
export function curveOn(frame: Frame, { start, control, end }: Curve): Curve {
  return { start: toCanvas(frame, start), control: toCanvas(frame, control), end: toCanvas(frame, end) };
}
