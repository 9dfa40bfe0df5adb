import type { Sweep } from '../../../shared/sweep.ts';
import type { Ink } from './draw.ts';

/** How the cells of a sweep lie on a picture: points side by side, their repeats below one another, in as many bands as are needed. */
export interface GridLayout {
  /** Edge of a cell with the gap behind it, px. */
  pitch: number;
  columns: number;
  bands: number;
}

const bandGap = 6;
const largest = 18;
const smallest = 2;

/** The largest cells that fit; the smallest there are where none do. */
export function layOut(points: number, repeats: number, width: number, height: number): GridLayout {
  for (let pitch = largest; pitch > smallest; pitch--) {
    const layout = layoutAt(pitch, points, width);
    if (heightOf(layout, repeats) <= height) return layout;
  }
  return layoutAt(smallest, points, width);
}

function layoutAt(pitch: number, points: number, width: number): GridLayout {
  const columns = Math.max(Math.min(Math.floor(width / pitch), points), 1);
  return { pitch, columns, bands: Math.ceil(points / columns) };
}

/** Height that a grid takes, px. */
export function heightOf({ pitch, bands }: GridLayout, repeats: number): number {
  return bands * repeats * pitch + (bands - 1) * bandGap;
}

/** Upper left corner of a cell, px. */
export function cornerOf({ pitch, columns }: GridLayout, cell: number, repeats: number): [number, number] {
  const point = Math.floor(cell / repeats);
  const band = Math.floor(point / columns);
  return [(point % columns) * pitch, band * (repeats * pitch + bandGap) + (cell % repeats) * pitch];
}

/** The cell under a place, or `null`. */
export function cellUnder({ pitch, columns, bands }: GridLayout, x: number, y: number, points: number, repeats: number): number | null {
  const bandHeight = repeats * pitch + bandGap;
  const band = Math.floor(y / bandHeight);
  const column = Math.floor(x / pitch);
  const repeat = Math.floor((y - band * bandHeight) / pitch);
  const point = band * columns + column;
  if (x < 0 || y < 0 || band >= bands || column >= columns || repeat >= repeats || point >= points) return null;
  return point * repeats + repeat;
}

/** Draws every cell: waiting is hollow, running fills up, done is full, failed is crossed. */
export function drawCells(
  context: CanvasRenderingContext2D,
  sweep: Sweep,
  layout: GridLayout,
  cursor: number,
  { colours }: Ink,
  palette: CellColours,
): void {
  const { repeats } = sweep.plan;
  const edge = Math.max(layout.pitch - (layout.pitch > 5 ? 2 : 0.5), 1);
  for (let cell = 0; cell < sweep.cells.length; cell++) {
    const [x, y] = cornerOf(layout, cell, repeats);
    const letter = sweep.cells[cell];
    context.fillStyle = letter === 'd' ? palette.done : letter === 'f' ? palette.failed : palette.waiting;
    context.fillRect(x, y, edge, edge);
    // Waiting cells are hollow: their edge is what has the contrast.
    if (letter === '.' && edge > 4) outline(context, x, y, edge, palette.outline);
    if (letter === 'f' && edge > 4) cross(context, x, y, edge, palette.paper);
  }
  for (const { cell, fraction } of sweep.progress.running) {
    const [x, y] = cornerOf(layout, cell, repeats);
    context.fillStyle = palette.waiting;
    context.fillRect(x, y, edge, edge);
    context.fillStyle = palette.running;
    context.fillRect(x, y + edge * (1 - fraction), edge, edge * fraction);
    context.strokeStyle = palette.running;
    context.lineWidth = 1.5;
    context.strokeRect(x + 0.75, y + 0.75, edge - 1.5, edge - 1.5);
  }
  if (cursor < 0) return;
  const [x, y] = cornerOf(layout, cursor, repeats);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.strokeRect(x - 0.5, y - 0.5, edge + 1, edge + 1);
}

/** Colours of the states of cells. */
export interface CellColours {
  waiting: string;
  outline: string;
  running: string;
  done: string;
  failed: string;
  paper: string;
}

function outline(context: CanvasRenderingContext2D, x: number, y: number, edge: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, edge - 1, edge - 1);
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, edge: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.beginPath();
  context.moveTo(x + 2, y + 2);
  context.lineTo(x + edge - 2, y + edge - 2);
  context.moveTo(x + edge - 2, y + 2);
  context.lineTo(x + 2, y + edge - 2);
  context.stroke();
}
