/** A place in the drawing, px (or model units before scaling). */
export interface Point {
  x: number;
  y: number;
}

/** A quadratic Bézier curve: what every edge is drawn with. A straight line has its control point in the middle. */
export interface Curve {
  start: Point;
  control: Point;
  end: Point;
}

export function between(from: Point, to: Point, fraction: number): Point {
  return { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction };
}

export function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** A line, bent sideways by `sagitta` at its middle; positive is to the left of the way from start to end (y grows downwards). */
export function bent(start: Point, end: Point, sagitta: number): Curve {
  const length = distance(start, end) || 1;
  const middle = between(start, end, 0.5);
  const offset = (2 * sagitta) / length;
  return { start, end, control: { x: middle.x + (end.y - start.y) * offset, y: middle.y - (end.x - start.x) * offset } };
}

/** Point of the curve at parameter 0..1. */
export function pointAt({ start, control, end }: Curve, parameter: number): Point {
  return between(between(start, control, parameter), between(control, end, parameter), parameter);
}

/** Unit vector along the curve at a parameter. */
export function directionAt({ start, control, end }: Curve, parameter: number): Point {
  const from = between(start, control, parameter);
  const to = between(control, end, parameter);
  const length = distance(from, to) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** The piece of the curve between two parameters, by de Casteljau's construction. */
export function piece(curve: Curve, from: number, to: number): Curve {
  const start = pointAt(curve, from);
  const end = pointAt(curve, to);
  const control = between(between(curve.start, curve.control, from), between(curve.control, curve.end, from), to);
  return { start, control, end };
}

/** The curve as the `d` of an SVG path, to a tenth of a pixel. */
export function pathOf({ start, control, end }: Curve): string {
  return `M${digit(start.x)} ${digit(start.y)}Q${digit(control.x)} ${digit(control.y)} ${digit(end.x)} ${digit(end.y)}`;
}

function digit(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Shortest distance from a point to the curve, sampled at 24 places: good enough to keep edges off nodes. */
export function distanceTo(curve: Curve, point: Point): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample <= 24; sample++) shortest = Math.min(shortest, distance(pointAt(curve, sample / 24), point));
  return shortest;
}
