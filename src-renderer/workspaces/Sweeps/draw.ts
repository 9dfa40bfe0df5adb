import type { Frame } from '../../plots/canvas.ts';
import type { PlotColours } from '../../plots/options.ts';
import { magnitudeColour, seriesColours, type Theme } from '../../view/colours.ts';
import type { Scale } from './scale.ts';
import type { Curve } from './view.ts';

interface Size {
  width: number;
  height: number;
}

/** What every picture of a sweep is drawn with. */
export interface Ink {
  theme: Theme;
  colours: PlotColours;
  font: string;
}

/** Room beside and below the axes for their numbers, px. */
const margin = { left: 66, right: 14, top: 8, bottom: 34 };

export function frameOf({ width, height }: Size): Frame {
  return {
    left: margin.left,
    top: margin.top,
    width: Math.max(width - margin.left - margin.right, 10),
    height: Math.max(height - margin.top - margin.bottom, 10),
  };
}

/** The frame with its numbers; the title of the abscissa below them. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  frame: Frame,
  x: Scale,
  y: Scale,
  xTitle: string,
  { colours, font }: Ink,
): void {
  const { left, top, width, height } = frame;
  context.font = font;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width, height);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  let taken = -Infinity;
  for (const { at, text } of x.ticks) {
    const place = left + at * width;
    const half = context.measureText(text).width / 2;
    context.fillRect(place, top + height, 1, 4);
    // A number that would touch the one before it is left out; its mark stays.
    if (place - half < taken + 4) continue;
    context.fillText(text, place, top + height + 5);
    taken = place + half;
  }
  context.textBaseline = 'alphabetic';
  context.fillText(xTitle, left + width / 2, top + height + margin.bottom - 3);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, text } of y.ticks) {
    const place = top + height - at * height;
    context.fillText(text, left - 6, place);
    context.beginPath();
    context.moveTo(left, Math.round(place) + 0.5);
    context.lineTo(left + width, Math.round(place) + 0.5);
    context.stroke();
  }
}

/** Medians as marks on a line, quartiles as a band around it. */
export function drawCurves(
  context: CanvasRenderingContext2D,
  frame: Frame,
  curves: readonly Curve[],
  x: Scale,
  y: Scale,
  { theme }: Ink,
): void {
  const { left, top, width, height } = frame;
  const xOf = (value: number): number => left + x.partOf(value) * width;
  const yOf = (value: number): number => top + (1 - y.partOf(value)) * height;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  curves.forEach(({ points }, index) => {
    const colour = seriesColours[theme][index % seriesColours[theme].length];
    const known = points.flatMap(({ x: place, quartiles }) =>
      quartiles === null || !Number.isFinite(yOf(quartiles[1])) ? [] : [{ place, quartiles }],
    );
    context.fillStyle = colour;
    context.strokeStyle = colour;
    context.globalAlpha = 0.22;
    context.beginPath();
    known.forEach(({ place, quartiles }) => context.lineTo(xOf(place), Math.max(Math.min(yOf(quartiles[2]), 1e5), -1e5)));
    [...known].reverse().forEach(({ place, quartiles }) => context.lineTo(xOf(place), clipped(yOf(quartiles[0]), top + height)));
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.75;
    context.beginPath();
    known.forEach(({ place, quartiles }) => context.lineTo(xOf(place), yOf(quartiles[1])));
    context.stroke();
    for (const { place, quartiles } of known) drawMark(context, xOf(place), yOf(quartiles[1]), index);
  });
  context.restore();
}

/** A lower quartile of zero has no place on a logarithmic axis: the band goes to the floor there. */
function clipped(place: number, floor: number): number {
  return Number.isFinite(place) ? place : floor;
}

/** Curves differ by their marks too: disc, square, diamond, triangle, ring. */
export function drawMark(context: CanvasRenderingContext2D, x: number, y: number, index: number): void {
  const size = 3.2;
  context.beginPath();
  if (index % 5 === 1) context.rect(x - size, y - size, 2 * size, 2 * size);
  else if (index % 5 === 2 || index % 5 === 3) {
    context.moveTo(x, y - 1.4 * size);
    context.lineTo(x + 1.3 * size, y + (index % 5 === 3 ? size : 0));
    if (index % 5 === 2) context.lineTo(x, y + 1.4 * size);
    context.lineTo(x - 1.3 * size, y + (index % 5 === 3 ? size : 0));
    context.closePath();
  } else context.arc(x, y, size, 0, 2 * Math.PI);
  if (index % 5 === 4) context.stroke();
  else context.fill();
}

/** A vertical line at the cursor. */
export function drawCursor(context: CanvasRenderingContext2D, { left, top, width, height }: Frame, at: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(left + at * width, top);
  context.lineTo(left + at * width, top + height);
  context.stroke();
  context.setLineDash([]);
}

/** One rectangle per point; what is not known yet is crossed out. */
export function drawMap(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Frame,
  values: readonly (readonly (number | null)[])[],
  partOf: (value: number) => number,
  { colours }: Ink,
): void {
  const [rows, columns] = [values.length, values[0].length];
  values.forEach((row, index) =>
    row.forEach((value, column) => {
      const box = [
        left + (column * width) / columns,
        top + height - ((index + 1) * height) / rows,
        width / columns,
        height / rows,
      ] as const;
      if (value !== null) {
        context.fillStyle = magnitudeColour(partOf(value));
        // A hair more than its own, so that no gap shows between two.
        context.fillRect(box[0], box[1], box[2] + 0.6, box[3] + 0.6);
        return;
      }
      context.strokeStyle = colours.grid;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(box[0], box[1] + box[3]);
      context.lineTo(box[0] + box[2], box[1]);
      context.stroke();
    }),
  );
}
