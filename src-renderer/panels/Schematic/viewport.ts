import type { Point } from './curves.ts';
import type { Drawing } from './geometry.ts';

/** How a drawing is looked at: enlarged about the middle of its canvas, then moved. */
export interface Viewport {
  zoom: number;
  /** px */
  x: number;
  y: number;
}

/** The whole network, as it is laid out. */
export const wholeNetwork: Viewport = { zoom: 1, x: 0, y: 0 };

/** Never smaller than the whole, never larger than this. */
const largestZoom = 12;
/** One press of a key or button. */
export const zoomStep = 1.4;
/** One press of an arrow key with Shift, px. */
export const panStep = 60;
/** At least so much of the network's box stays on its canvas, px. */
const keptInView = 60;

/** The drawing through a viewport; marks and labels keep their size. Cost: nodes and edges, once per change of the viewport. */
export function zoomDrawing(drawing: Drawing, viewport: Viewport, width: number, height: number): Drawing {
  const { zoom, x, y } = viewport;
  if (zoom === 1 && x === 0 && y === 0) return drawing;
  const place = (point: Point): Point => ({
    x: width / 2 + (point.x - width / 2) * zoom + x,
    y: height / 2 + (point.y - height / 2) * zoom + y,
  });
  return {
    nodes: drawing.nodes.map(place),
    pitch: drawing.pitch * zoom,
    edges: drawing.edges.map((edge) => ({
      isWrapping: edge.isWrapping,
      middle: place(edge.middle),
      curves: edge.curves.map(({ start, control, end }) => ({ start: place(start), control: place(control), end: place(end) })),
    })),
  };
}

/** Enlarges by a factor about a point of the canvas, which stays where it is. At 1 everything is in its place again. */
export function zoomedAt(viewport: Viewport, factor: number, at: Point, width: number, height: number): Viewport {
  const zoom = Math.min(Math.max(viewport.zoom * factor, 1), largestZoom);
  if (zoom === 1) return wholeNetwork;
  const ratio = zoom / viewport.zoom;
  const [fromX, fromY] = [at.x - width / 2, at.y - height / 2];
  const moved = { zoom, x: fromX - (fromX - viewport.x) * ratio, y: fromY - (fromY - viewport.y) * ratio };
  return kept(moved, width, height);
}

/** Moved by so many pixels, but never out of sight. */
export function panned(viewport: Viewport, x: number, y: number, width: number, height: number): Viewport {
  return kept({ zoom: viewport.zoom, x: viewport.x + x, y: viewport.y + y }, width, height);
}

/** Moved so that a place of the zoomed drawing is in the middle, if it was out of sight. */
export function revealed(viewport: Viewport, at: Point, width: number, height: number): Viewport {
  const isSeen = at.x >= 0 && at.x <= width && at.y >= 0 && at.y <= height;
  return isSeen ? viewport : panned(viewport, width / 2 - at.x, height / 2 - at.y, width, height);
}

/** The part of the layout that is in sight, px of the layout. */
export function seenOf({ zoom, x, y }: Viewport, width: number, height: number): { x: number; y: number; width: number; height: number } {
  return {
    x: (-width / 2 - x) / zoom + width / 2,
    y: (-height / 2 - y) / zoom + height / 2,
    width: width / zoom,
    height: height / zoom,
  };
}

function kept({ zoom, x, y }: Viewport, width: number, height: number): Viewport {
  const [mostX, mostY] = [(width * zoom + width) / 2 - keptInView, (height * zoom + height) / 2 - keptInView];
  return { zoom, x: Math.min(Math.max(x, -mostX), mostX), y: Math.min(Math.max(y, -mostY), mostY) };
}
