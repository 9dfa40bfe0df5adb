import type { Curve, Point } from './curves.ts';
import { cutStubs, type Drawing, type EdgeShape } from './geometry.ts';
import type { EdgeView, NodeView } from './view.ts';

/** Colours of the theme, resolved: a canvas knows no custom properties. */
export interface Inks {
  ink: string;
  surface: string;
  fixed: string;
  cut: string;
  node: string;
}

/** More edges than this are drawn on a canvas: one picture instead of thousands of elements, at three quarters of the processor time. */
export const mostElements = 100;
/** Marks closer together than this are blots, px between nodes. */
const roomForMarks = 16;

type Canvas = CanvasRenderingContext2D;

/** Draws all edges as `EdgeMark` does. Cost: a stroke or two per edge. */
export function drawEdges(canvas: Canvas, drawing: Drawing, views: readonly EdgeView[], inks: Inks, scale: number): void {
  const hasMarks = drawing.pitch >= roomForMarks;
  drawing.edges.forEach((shape, edge) => drawEdge(canvas, shape, views[edge], inks));
  if (!hasMarks) return;
  drawing.edges.forEach((shape, edge) => {
    const view = views[edge];
    if (view.isStuck) drawBadge(canvas, shape.middle, inks, scale);
    else if (view.trend !== 'steady' && view.appearance !== 'cut') drawTrend(canvas, shape.middle, view.trend === 'rising', inks, scale);
  });
}

function drawEdge(canvas: Canvas, shape: EdgeShape, view: EdgeView, inks: Inks): void {
  canvas.setLineDash([]);
  canvas.lineCap = 'butt';
  if (view.appearance === 'cut') return drawCut(canvas, shape, inks);
  if (view.appearance === 'short') {
    stroke(canvas, shape.curves, inks.ink, Math.max(view.width, 4));
    return stroke(canvas, shape.curves, inks.surface, 1.5);
  }
  // The one custom property that edges are coloured by.
  const colour = view.appearance === 'fixed' || view.colour.startsWith('var(') ? inks.fixed : view.colour;
  if (view.appearance === 'faint') {
    canvas.lineCap = 'round';
    canvas.setLineDash([1.5, 4]);
    return stroke(canvas, shape.curves, colour, 1.5);
  }
  if (view.isCased) stroke(canvas, shape.curves, inks.fixed, view.width + 1.6);
  stroke(canvas, shape.curves, colour, view.width);
}

function drawCut(canvas: Canvas, shape: EdgeShape, inks: Inks): void {
  const { stubs, crosses } = cutStubs(shape);
  canvas.setLineDash([3, 4]);
  stroke(canvas, stubs, inks.cut, 2);
  canvas.setLineDash([]);
  canvas.strokeStyle = inks.ink;
  canvas.lineWidth = 1.8;
  canvas.beginPath();
  for (const { x, y } of crosses) {
    canvas.moveTo(x - 4, y - 4);
    canvas.lineTo(x + 4, y + 4);
    canvas.moveTo(x - 4, y + 4);
    canvas.lineTo(x + 4, y - 4);
  }
  canvas.stroke();
}

function stroke(canvas: Canvas, curves: readonly Curve[], colour: string, width: number): void {
  canvas.strokeStyle = colour;
  canvas.lineWidth = width;
  canvas.beginPath();
  for (const { start, control, end } of curves) {
    canvas.moveTo(start.x, start.y);
    canvas.quadraticCurveTo(control.x, control.y, end.x, end.y);
  }
  canvas.stroke();
}

function drawTrend(canvas: Canvas, { x, y }: Point, isRising: boolean, inks: Inks, scale: number): void {
  const [side, up] = [4 * scale, (isRising ? -1 : 1) * 3.8 * scale];
  canvas.beginPath();
  canvas.moveTo(x - side, y - up * 0.75);
  canvas.lineTo(x + side, y - up * 0.75);
  canvas.lineTo(x, y + up);
  canvas.closePath();
  fillAndStroke(canvas, inks.surface, inks.ink, 1);
}

function drawBadge(canvas: Canvas, { x, y }: Point, inks: Inks, scale: number): void {
  canvas.beginPath();
  canvas.rect(x - 5 * scale, y - 5 * scale, 10 * scale, 10 * scale);
  fillAndStroke(canvas, inks.surface, inks.ink, 1.5);
}

/** One side of an edge where two networks are drawn over each other. */
export interface Strand {
  /** As the path of an SVG says it. */
  readonly path: string;
  readonly colour: string;
  readonly width: number;
  readonly isCut: boolean;
}

export function drawStrands(canvas: Canvas, strands: readonly Strand[]): void {
  for (const { path, colour, width, isCut } of strands) {
    canvas.setLineDash(isCut ? [3, 5] : []);
    canvas.globalAlpha = isCut ? 0.6 : 1;
    canvas.strokeStyle = colour;
    canvas.lineWidth = width;
    canvas.stroke(new Path2D(path));
  }
  canvas.setLineDash([]);
  canvas.globalAlpha = 1;
}

/** Draws the hidden nodes; those with a role have marks of their own. @param fills  `null` for a floating node */
export function drawNodes(
  canvas: Canvas,
  drawing: Drawing,
  nodes: readonly NodeView[],
  inks: Inks,
  scale: number,
  fills: readonly (string | null)[],
): void {
  const radius = Math.min(8.5 * scale, Math.max(drawing.pitch / 4, 1.5));
  nodes.forEach(({ shape }, node) => {
    if (shape !== 'hidden') return;
    const { x, y } = drawing.nodes[node];
    const fill = fills[node] ?? null;
    canvas.setLineDash(fill === null ? [2, 2] : []);
    canvas.beginPath();
    canvas.arc(x, y, radius, 0, 2 * Math.PI);
    fillAndStroke(canvas, fill ?? inks.surface, inks.node, radius > 3 ? 1.4 : 0.8);
  });
  canvas.setLineDash([]);
}

function fillAndStroke(canvas: Canvas, fill: string, line: string, width: number): void {
  canvas.fillStyle = fill;
  canvas.fill();
  canvas.strokeStyle = line;
  canvas.lineWidth = width;
  canvas.stroke();
}
