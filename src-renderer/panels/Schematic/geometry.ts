import type { Session } from '../../../shared/session.ts';
import { bent, between, directionAt, distance, distanceTo, piece, pointAt, type Curve, type Point } from './curves.ts';

/** How one edge lies in the drawing: one curve, or two stubs where it wraps around a periodic lattice. */
export interface EdgeShape {
  curves: readonly Curve[];
  isWrapping: boolean;
  /** Where its mark and its inspector go. */
  middle: Point;
}

export interface Drawing {
  nodes: readonly Point[];
  edges: readonly EdgeShape[];
  /** Shortest distance between two nodes, px. */
  pitch: number;
}

/** Length of a stub of a wrapping edge, and how far an edge swerves around a node in its way, in units of the pitch. */
const stubLength = 0.38;
const swerve = 0.36;
/** Two parallel edges lie this far apart, in units of the pitch. */
const parallelSpacing = 0.26;
/** A node closer to an edge than this is in its way, in units of the pitch. */
const clearance = 0.22;
/** Small networks are not blown up beyond this distance between nodes, px. */
const largestPitch = 230;

/**
 * Lays a network out in model units and scales it into a box of pixels.
 *
 * Straight lines where nothing is in the way; arcs around nodes that lie on a line and for parallel edges; two stubs for edges
 * that wrap. Cost: nodes × edges, once per experiment and size.
 *
 * @param padding  px kept free on every side, for nodes and labels
 */
export function layOut(session: Pick<Session, 'nodes' | 'edges' | 'period'>, width: number, height: number, padding: number): Drawing {
  const pitch = shortestDistance(session.nodes);
  const shapes = shapeEdges(session, pitch);
  const points = [
    ...session.nodes,
    ...shapes.flatMap((shape) => shape.curves.flatMap((curve) => [0, 0.5, 1].map((at) => pointAt(curve, at)))),
  ];
  const left = Math.min(...points.map((point) => point.x));
  const right = Math.max(...points.map((point) => point.x));
  const top = Math.min(...points.map((point) => point.y));
  const bottom = Math.max(...points.map((point) => point.y));
  const room = { x: Math.max(width - 2 * padding, 10), y: Math.max(height - 2 * padding, 10) };
  const scale = Math.min(fit(room.x, right - left), fit(room.y, bottom - top), largestPitch / pitch);
  const place = (point: Point): Point => ({
    x: width / 2 + (point.x - (left + right) / 2) * scale,
    y: height / 2 + (point.y - (top + bottom) / 2) * scale,
  });
  return {
    nodes: session.nodes.map(place),
    pitch: pitch * scale,
    edges: shapes.map((shape) => ({
      isWrapping: shape.isWrapping,
      middle: place(shape.middle),
      curves: shape.curves.map(({ start, control, end }) => ({ start: place(start), control: place(control), end: place(end) })),
    })),
  };
}

function fit(room: number, extent: number): number {
  return extent > 1e-9 ? room / extent : Number.POSITIVE_INFINITY;
}

/** Shortest distance between two nodes that are not in one place; 1 where there are none. */
export function shortestDistance(nodes: readonly Point[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  nodes.forEach((node, index) => {
    for (let other = 0; other < index; other++) {
      const apart = distance(node, nodes[other]);
      if (apart > 1e-9 && apart < shortest) shortest = apart;
    }
  });
  return Number.isFinite(shortest) ? shortest : 1;
}

/** How every edge lies between nodes that are where they are. @param pitch  see `shortestDistance` */
export function shapeEdges({ nodes, edges, period }: Pick<Session, 'nodes' | 'edges' | 'period'>, pitch: number): EdgeShape[] {
  const centre = between(
    { x: Math.min(...nodes.map((node) => node.x)), y: Math.min(...nodes.map((node) => node.y)) },
    { x: Math.max(...nodes.map((node) => node.x)), y: Math.max(...nodes.map((node) => node.y)) },
    0.5,
  );
  const spans = edges.map((edge) => wrapped(nodes[edge.from], nodes[edge.to], period));
  const siblings = groupParallel(edges, spans);
  return edges.map((edge, index) => {
    const start = nodes[edge.from];
    const end = nodes[edge.to];
    const span = spans[index]!;
    if (span !== null) return stubs(start, end, span, siblings[index], pitch);
    const { rank, count, isFlipped } = siblings[index];
    const spread = (isFlipped ? -1 : 1) * (rank - (count - 1) / 2) * parallelSpacing * pitch;
    const others = nodes.filter((_, node) => node !== edge.from && node !== edge.to);
    const curve = avoiding(start, end, spread, others, centre, pitch);
    return { curves: [curve], isWrapping: false, middle: pointAt(curve, 0.5) };
  });
}

/** The way of an edge around the back of a periodic lattice, or `null` for one that does not wrap. */
function wrapped(start: Point, end: Point, period: Session['period']): Point | null {
  if (period === null) return null;
  const x = nearest(end.x - start.x, period.x);
  const y = nearest(end.y - start.y, period.y);
  return x === end.x - start.x && y === end.y - start.y ? null : { x, y };
}

/** Lattice edges go right and down, so that exactly half a period backwards is a way around the back. */
function nearest(way: number, period: number): number {
  if (way > period / 2) return way - period;
  return way <= -period / 2 ? way + period : way;
}

interface Sibling {
  rank: number;
  count: number;
  /** Whether it runs against the first of its group: sides are counted along that one. */
  isFlipped: boolean;
}

function groupParallel(edges: Session['edges'], spans: readonly (Point | null)[]): Sibling[] {
  const groups = new Map<string, number[]>();
  edges.forEach((edge, index) => {
    const key = `${Math.min(edge.from, edge.to)}-${Math.max(edge.from, edge.to)}${spans[index] === null ? '' : '-wrapping'}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  const siblings: Sibling[] = new Array<Sibling>(edges.length);
  for (const group of groups.values()) {
    const first = edges[group[0]];
    group.forEach((edge, rank) => (siblings[edge] = { rank, count: group.length, isFlipped: edges[edge].from !== first.from }));
  }
  return siblings;
}

function stubs(start: Point, end: Point, span: Point, sibling: Sibling, pitch: number): EdgeShape {
  const length = Math.hypot(span.x, span.y) || 1;
  const along = { x: (span.x / length) * stubLength * pitch, y: (span.y / length) * stubLength * pitch };
  const aside = ((sibling.rank - (sibling.count - 1) / 2) * parallelSpacing * pitch) / (stubLength * pitch);
  const shift = { x: along.y * aside, y: -along.x * aside };
  const out = { x: start.x + along.x + shift.x, y: start.y + along.y + shift.y };
  const back = { x: end.x - along.x + shift.x, y: end.y - along.y + shift.y };
  const curves = [bent(start, out, 0), bent(end, back, 0)];
  return { curves, isWrapping: true, middle: pointAt(curves[0], 0.72) };
}

/** The least bent curve that touches no other node; among equals the one that swerves outwards. */
function avoiding(start: Point, end: Point, spread: number, others: readonly Point[], centre: Point, pitch: number): Curve {
  const straight = bent(start, end, spread);
  const isFree = (curve: Curve): boolean => others.every((node) => distanceTo(curve, node) > clearance * pitch);
  if (isFree(straight)) return straight;
  const middle = between(start, end, 0.5);
  const candidates = [1, -1, 1.6, -1.6, 2.4, -2.4].map((factor) => bent(start, end, spread + factor * swerve * pitch));
  const outward = (curve: Curve): number => (distance(pointAt(curve, 0.5), centre) >= distance(middle, centre) ? 0 : 0.2 * pitch);
  const cost = (curve: Curve): number => distance(pointAt(curve, 0.5), middle) + outward(curve);
  const free = candidates.filter(isFree).toSorted((left, right) => cost(left) - cost(right));
  return free[0] ?? straight;
}

/** What is left of an edge on both sides of a cut: two stubs with a gap between, and where the cross goes. */
export function cutStubs(shape: EdgeShape): { stubs: readonly Curve[]; crosses: readonly Point[] } {
  if (shape.isWrapping) {
    return { stubs: shape.curves.map((curve) => piece(curve, 0, 0.56)), crosses: shape.curves.map((curve) => pointAt(curve, 0.8)) };
  }
  const whole = shape.curves[0];
  return { stubs: [piece(whole, 0, 0.38), piece(whole, 0.62, 1)], crosses: [pointAt(whole, 0.5)] };
}

/**
 * A short bar across the edge near one of its ends: the sign of a state at a rail, at the `from` end for the lower one.
 *
 * @param inset  distance from the node's centre, px
 * @param half   half the length of the bar, px
 */
export function railBar(shape: EdgeShape, isUpper: boolean, inset: number, half: number): { from: Point; to: Point } {
  const curve = shape.isWrapping && isUpper ? shape.curves[1] : shape.curves[0];
  const length = Math.max(distance(curve.start, curve.end), 1);
  const along = Math.min(inset / length, 0.45);
  const parameter = isUpper && !shape.isWrapping ? 1 - along : along;
  const place = pointAt(curve, parameter);
  const way = directionAt(curve, parameter);
  return {
    from: { x: place.x - way.y * half, y: place.y + way.x * half },
    to: { x: place.x + way.y * half, y: place.y - way.x * half },
  };
}

/** The edge under a place, or −1: the nearest one no farther than `reach`, px. Cost: edges, but few of them closely. */
export function edgeAt({ edges }: Drawing, place: Point, reach: number): number {
  let nearestEdge = -1;
  let shortest = reach;
  edges.forEach(({ curves }, edge) => {
    for (const curve of curves) {
      if (!isNear(curve, place, shortest)) continue;
      const apart = distanceTo(curve, place);
      if (apart > shortest) continue;
      shortest = apart;
      nearestEdge = edge;
    }
  });
  return nearestEdge;
}

function isNear({ start, control, end }: Curve, { x, y }: Point, reach: number): boolean {
  return (
    x > Math.min(start.x, control.x, end.x) - reach &&
    x < Math.max(start.x, control.x, end.x) + reach &&
    y > Math.min(start.y, control.y, end.y) - reach &&
    y < Math.max(start.y, control.y, end.y) + reach
  );
}

/** The node under a place, or −1. */
export function nodeAt({ nodes }: Drawing, place: Point, reach: number): number {
  let nearestNode = -1;
  let shortest = reach;
  nodes.forEach((node, index) => {
    const apart = distance(node, place);
    if (apart >= shortest) return;
    shortest = apart;
    nearestNode = index;
  });
  return nearestNode;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The edge to go to from here with an arrow key: the nearest middle within 60° of the direction, sideways distance counting double.
 *
 * @returns  the same edge when there is none that way
 */
export function edgeTowards(shapes: readonly EdgeShape[], from: number, direction: Direction): number {
  return placeTowards(
    shapes.map(({ middle }) => middle),
    from,
    direction,
  );
}

/** The same for any places, such as nodes. */
export function placeTowards(places: readonly Point[], from: number, direction: Direction): number {
  const way = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } }[direction];
  const here = places[from];
  let best = from;
  let shortest = Number.POSITIVE_INFINITY;
  places.forEach((place, index) => {
    const forward = (place.x - here.x) * way.x + (place.y - here.y) * way.y;
    const sideways = Math.abs((place.x - here.x) * way.y) + Math.abs((place.y - here.y) * way.x);
    const cost = forward + 2 * sideways;
    if (index === from || forward < 1 || sideways > 1.75 * forward || cost >= shortest) return;
    shortest = cost;
    best = index;
  });
  return best;
}
