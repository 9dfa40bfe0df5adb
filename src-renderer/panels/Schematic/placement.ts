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

/** Penalties: leaving the drawing is worst, then covering a label, a node, an edge; then the order of the candidates. */
const outsideCost = 1000;
const labelCost = 400;
const nodeCost = 120;
const edgeCost = 8;

/**
 * Places labels one after the other at the corner beside their place (below right, above right, below left, above left, then the
 * same further out) where they cover least. Cost: labels × candidates × (nodes + samples of edges).
 */
export function placeLabels(wishes: readonly LabelWish[], drawing: Drawing, width: number, height: number, nodeRadius: number): Box[] {
  const samples = drawing.edges.flatMap((edge) =>
    edge.curves.flatMap((curve) => [0.25, 0.4, 0.5, 0.6, 0.75].map((at) => pointAt(curve, at))),
  );
  const placed: Box[] = [];
  for (const wish of wishes) {
    let best: Box | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    candidates(wish).forEach((box, rank) => {
      const cost =
        rank +
        (isInside(box, width, height) ? 0 : outsideCost) +
        labelCost * placed.filter((other) => overlap(box, other, 3)).length +
        nodeCost * drawing.nodes.filter((node) => node !== wish.at && holds(box, node, nodeRadius)).length +
        edgeCost * samples.filter((sample) => holds(box, sample, 5)).length;
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
  return [radius * 0.8, radius * 1.6].flatMap((gap) => [
    { x: at.x + gap, y: at.y + gap, width, height },
    { x: at.x + gap, y: at.y - gap - height, width, height },
    { x: at.x - gap - width, y: at.y + gap, width, height },
    { x: at.x - gap - width, y: at.y - gap - height, width, height },
  ]);
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

function holds(box: Box, point: Point, margin: number): boolean {
  return (
    point.x > box.x - margin && point.x < box.x + box.width + margin && point.y > box.y - margin && point.y < box.y + box.height + margin
  );
}

/**
 * A place for a card beside a point: right of it if it fits, else left; moved up or down to stay inside.
 *
 * @param gap  distance from the point, px
 */
export function placeCard(at: Point, card: { width: number; height: number }, room: { width: number; height: number }, gap: number): Point {
  const isRight = at.x + gap + card.width <= room.width - 8;
  const x = isRight ? at.x + gap : Math.max(at.x - gap - card.width, 8);
  const y = Math.min(Math.max(at.y - card.height / 2, 8), Math.max(room.height - card.height - 8, 8));
  return { x, y };
}
