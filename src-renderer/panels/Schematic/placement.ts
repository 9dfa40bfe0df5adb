import { pointAt, type Point } from './curves.ts';
import type { Drawing } from './geometry.ts';

/** A box on the drawing, px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A label that wants to stand beside a place. */
export interface LabelWish {
  at: Point;
  /** Kept free around the place, px. */
  radius: number;
  width: number;
  height: number;
}

/** Penalties: leaving the drawing is worst, then covering a label, a node, standing far off, covering an edge; then the order. */
const outsideCost = 1000;
const labelCost = 400;
const nodeCost = 120;
const edgeCost = 8;
const distanceCost = 22;
/** Where edges lie this close nothing is gained by covering fewer of them, and a label is not covered for their sake. */
const mostEdges = 12;
/** So many candidates stand close by. */
const nearPlaces = 6;

/**
 * Places labels one after the other at the corner beside their place (below right, above right, below left, above left), right below or
 * above it, or at a corner further out, where they cover least. Cost: labels × candidates × (nodes + samples of edges).
 */
export function placeLabels(wishes: readonly LabelWish[], drawing: Drawing, width: number, height: number, nodeRadius: number): Box[] {
  const samples = drawing.edges.flatMap((edge) =>
    edge.curves.flatMap((curve) => [0.08, 0.16, 0.25, 0.4, 0.5, 0.6, 0.75, 0.84, 0.92].map((at) => pointAt(curve, at))),
  );
  const placed: Box[] = [];
  for (const wish of wishes) {
    let best: Box | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    candidates(wish).forEach((box, rank) => {
      const cost =
        rank +
        (rank >= nearPlaces ? distanceCost : 0) +
        (isInside(box, width, height) ? 0 : outsideCost) +
        labelCost * placed.filter((other) => overlap(box, other, 3)).length +
        nodeCost * drawing.nodes.filter((node) => node !== wish.at && touches(box, node, nodeRadius)).length +
        edgeCost * Math.min(samples.filter((sample) => holds(box, sample, 5)).length, mostEdges);
      if (cost < lowest) {
        lowest = cost;
        best = box;
      }
    });
    placed.push(best!);
  }
  return placed;
}

function candidates({ at, radius, width, height }: LabelWish): Box[] {
  const corners = (gap: number): Box[] => [
    { x: at.x + gap, y: at.y + gap, width, height },
    { x: at.x + gap, y: at.y - gap - height, width, height },
    { x: at.x - gap - width, y: at.y + gap, width, height },
    { x: at.x - gap - width, y: at.y - gap - height, width, height },
  ];
  const centred = [at.y + radius, at.y - radius - height].map((y) => ({ x: at.x - width / 2, y, width, height }));
  return [...corners(radius * 0.8), ...centred, ...corners(radius * 1.6)];
}

function isInside(box: Box, width: number, height: number): boolean {
  return box.x >= 2 && box.y >= 2 && box.x + box.width <= width - 2 && box.y + box.height <= height - 2;
}

function overlap(first: Box, second: Box, gap: number): boolean {
  return (
    first.x < second.x + second.width + gap &&
    second.x < first.x + first.width + gap &&
    first.y < second.y + second.height + gap &&
    second.y < first.y + first.height + gap
  );
}

/** Whether a disc around the point reaches into the box. */
function touches(box: Box, point: Point, radius: number): boolean {
  const x = Math.max(box.x, Math.min(point.x, box.x + box.width));
  const y = Math.max(box.y, Math.min(point.y, box.y + box.height));
  return Math.hypot(point.x - x, point.y - y) < radius;
}

function holds(box: Box, point: Point, margin: number): boolean {
  return (
    point.x > box.x - margin && point.x < box.x + box.width + margin && point.y > box.y - margin && point.y < box.y + box.height + margin
  );
}

/** Size of something, px. */
export interface Size {
  width: number;
  height: number;
}

/**
 * A place for the inspector near what it describes, where it covers least: beside, below or above it, or in a corner.
 *
 * @param subject  box around the edge or node; not covered if there is room
 * @param gap      distance from the subject, px
 * @param roles    nodes with a role, by index: what is imposed and read is looked at most
 */
export function placeCard(subject: Box, card: Size, room: Size, drawing: Drawing, gap: number, roles: readonly number[]): Point {
  const middle = { x: subject.x + subject.width / 2, y: subject.y + subject.height / 2 };
  const right = room.width - card.width - 8;
  const bottom = room.height - card.height - 8;
  const wishes: Point[] = [
    { x: subject.x + subject.width + gap, y: middle.y - card.height / 2 },
    { x: subject.x - gap - card.width, y: middle.y - card.height / 2 },
    { x: middle.x - card.width / 2, y: subject.y + subject.height + gap },
    { x: middle.x - card.width / 2, y: subject.y - gap - card.height },
    { x: right, y: 8 },
    { x: right, y: bottom },
    { x: 8, y: 8 },
    { x: 8, y: bottom },
  ];
  const inside = wishes.map(({ x, y }) => ({ x: Math.max(Math.min(x, right), 8), y: Math.max(Math.min(y, bottom), 8) }));
  const cost = (place: Point): number => {
    const box = { ...place, ...card };
    const far = Math.hypot(place.x + card.width / 2 - middle.x, place.y + card.height / 2 - middle.y);
    const covered = drawing.nodes.flatMap((node, index) => (holds(box, node, 6) ? [roles.includes(index) ? 3 : 1] : []));
    const nodes = covered.reduce((sum, weight) => sum + weight, 0);
    const edges = drawing.edges.filter((edge) => holds(box, edge.middle, 4)).length;
    return (overlap(box, subject, 6) ? 30 : 0) + 2 * nodes + 0.6 * edges + far / 150;
  };
  return inside.toSorted((first, second) => cost(first) - cost(second))[0];
}

/** The box around some points. */
export function boxAround(points: readonly Point[], margin: number): Box {
  const left = Math.min(...points.map((point) => point.x)) - margin;
  const top = Math.min(...points.map((point) => point.y)) - margin;
  return {
    x: left,
    y: top,
    width: Math.max(...points.map((point) => point.x)) + margin - left,
    height: Math.max(...points.map((point) => point.y)) + margin - top,
  };
}
