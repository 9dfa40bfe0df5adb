import { prefixFor, type Unit } from '../../../shared/units.ts';
import { drawAxes, scaleTo, type Frame } from '../../plots/canvas.ts';
import type { PlotColours } from '../../plots/options.ts';
import type { Theme } from '../../view/colours.ts';

export interface Ink {
  readonly theme: Theme;
  readonly colours: PlotColours;
  readonly font: string;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Context = CanvasRenderingContext2D;

/** One axis: what it spans in SI units, and what is said at its end. */
export interface Axis {
  readonly range: readonly [number, number];
  readonly unit: Unit;
  readonly title: string;
}

/** Axes whose numbers share one SI prefix each: "learning time, ms". */
export function drawUnitAxes(context: Context, frame: Frame, x: Axis, y: Axis, { colours, font }: Ink): void {
  const [across, up] = [x, y].map(({ range, unit, title }) => {
    const { factor, unit: name } = prefixFor(Math.max(Math.abs(range[0]), Math.abs(range[1])), unit);
    return { range: [range[0] / factor, range[1] / factor] as const, title: [title, name].filter((part) => part !== '').join(', ') };
  });
  drawAxes(context, frame, { x: across.range, y: up.range, xTitle: across.title, yTitle: up.title }, colours, font);
}

/** A closed area between two lines over one abscissa, in the colour of a tolerance. */
export function fillBand(
  context: Context,
  upper: readonly (readonly [number, number])[],
  lower: readonly (readonly [number, number])[],
  colour: string,
): void {
  context.save();
  context.fillStyle = colour;
  context.globalAlpha = 0.16;
  context.beginPath();
  for (const [x, y] of upper) context.lineTo(x, y);
  for (const [x, y] of lower.toReversed()) context.lineTo(x, y);
  context.fill();
  context.restore();
}

/** Lines of text with a halo, from a corner downwards. @param align  of the text about x */
export function drawNotes(
  context: Context,
  lines: readonly string[],
  x: number,
  y: number,
  align: 'left' | 'right',
  { colours, font }: Ink,
): void {
  context.save();
  context.font = font;
  context.textAlign = align;
  context.textBaseline = 'top';
  context.lineWidth = 3;
  context.strokeStyle = colours.surface;
  context.fillStyle = colours.muted;
  lines.forEach((line, index) => {
    context.strokeText(line, x, y + 15 * index);
    context.fillText(line, x, y + 15 * index);
  });
  context.restore();
}

export function scales(
  frame: Frame,
  x: readonly [number, number],
  y: readonly [number, number],
): [(v: number) => number, (v: number) => number] {
  return [scaleTo(x, frame.left, frame.left + frame.width), scaleTo(y, frame.top + frame.height, frame.top)];
}

export function drawDot(context: Context, x: number, y: number, colour: string, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

export function drawRing(context: Context, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 5.5, 0, 2 * Math.PI);
  context.stroke();
}

export function drawVertical(context: Context, { top, height }: Frame, x: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, top);
  context.lineTo(Math.round(x) + 0.5, top + height);
  context.stroke();
}

export function drawName(context: Context, text: string, x: number, y: number, frame: Frame, { colours, font }: Ink): void {
  context.font = font;
  const isLeft = x > frame.left + frame.width / 2;
  context.textAlign = isLeft ? 'right' : 'left';
  context.textBaseline = 'middle';
  const place = x + (isLeft ? -9 : 9);
  context.lineWidth = 3;
  context.strokeStyle = colours.surface;
  context.strokeText(text, place, y);
  context.fillStyle = colours.ink;
  context.fillText(text, place, y);
}
