import { directionAt, distance, pointAt, type Curve, type Point } from './curves.ts';
import type { Drawing } from './geometry.ts';

/** Speed of the reference current, px per second: slow enough that a dot can be followed by eye. */
const fullSpeed = 60;
/** Distance between two dots of an edge, px. */
const spacing = 24;
/** Less than this part of the reference current is not shown. */
const least = 0.01;
/** The strongest currents are no faster than this many references: faster dots seem to run backwards. */
const most = 4;

/** Nodes are not run over, px from their middles. */
const nodeRoom = 13;

/** A dot that the current carries, and the unit vector along its way. */
export interface FlowDot {
  at: Point;
  way: Point;
}

/**
 * Lets the dots of every edge move on with its current; positive is from `from` to `to`.
 *
 * @param phases   px, [edge], changed in place: 0 ≤ phase < spacing
 * @param seconds  wall time
 */
export function advanceFlow(phases: Float64Array, currents: readonly number[], reference: number, seconds: number): void {
  for (let edge = 0; edge < phases.length; edge++) {
    const speed = Math.min(Math.max(currents[edge] / reference, -most), most) * fullSpeed;
    const phase = (phases[edge] + speed * seconds) % spacing;
    phases[edge] = phase < 0 ? phase + spacing : phase;
  }
}

/** Where the dots of all edges are. */
export function dotsOf(drawing: Drawing, phases: Float64Array, currents: readonly number[], reference: number): FlowDot[] {
  return drawing.edges.flatMap(({ curves }, edge) => {
    const current = currents[edge];
    if (!(Math.abs(current) >= least * reference)) return [];
    return curves.flatMap((curve, index) => dotsOn(curve, phases[edge], Math.sign(current), curves.length > 1, index === 1));
  });
}

/** @param isStub  one of the two of a wrapping edge, with a node at its start only. @param isEnd  the second of them, drawn from its far end */
function dotsOn(curve: Curve, phase: number, sign: number, isStub: boolean, isEnd: boolean): FlowDot[] {
  const length = distance(curve.start, curve.end);
  const turn = isEnd ? -1 : 1;
  const dots: FlowDot[] = [];
  const end = isStub ? length : length - nodeRoom;
  for (let at = phase; at < end; at += spacing) {
    if (at < nodeRoom) continue;
    const parameter = isEnd ? 1 - at / length : at / length;
    const way = directionAt(curve, parameter);
    dots.push({ at: pointAt(curve, parameter), way: { x: way.x * sign * turn, y: way.y * sign * turn } });
  }
  return dots;
}
