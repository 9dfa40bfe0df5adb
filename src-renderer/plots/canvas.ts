import { formatTick } from './scales.ts';

/** Where a drawing's axes lie on its canvas, CSS px. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Room beside and below the axes for their numbers, px. */
const margin = { left: 46, right: 10, top: 8, bottom: 22 };

/** The box between the axes: all the room there is, or a square in the middle of it. */
export function frameIn(width: number, height: number, isSquare = false): Frame {
  const room = { width: Math.max(width - margin.left - margin.right, 10), height: Math.max(height - margin.top - margin.bottom, 10) };
  const side = Math.min(room.width, room.height);
  if (!isSquare) return { left: margin.left, top: margin.top, ...room };
  return { left: margin.left + (room.width - side) / 2, top: margin.top, width: side, height: side };
}

/** A linear scale from values to pixels. */
export function scaleTo([low, high]: readonly [number, number], from: number, to: number): (value: number) => number {
  const span = high > low ? high - low : 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

/** A range with room around the data; never empty. `null` and NaN don't count. */
export function rangeOf(values: readonly (number | null)[], room = 0.08): [number, number] {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (finite.length === 0) return [0, 1];
  const low = finite.reduce((least, value) => Math.min(least, value));
  const high = finite.reduce((most, value) => Math.max(most, value));
  const extra = high > low ? room * (high - low) : Math.max(Math.abs(high) * 0.01, 1e-3);
  return [low - extra, high + extra];
}

/** Round values within a range, about four of them. @example ticksIn([0, 0.45]) // => [0, 0.1, 0.2, 0.3, 0.4] */
export function ticksIn([low, high]: readonly [number, number]): number[] {
  const rough = (high - low) / 4;
  if (!(rough > 0)) return [low];
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * decade).find((candidate) => candidate >= rough * 0.99) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Colours that axes need. */
export interface AxisColours {
  muted: string;
  grid: string;
}

/** Draws both axes with their numbers and titles. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  frame: Frame,
  axes: { x: readonly [number, number]; y: readonly [number, number]; xTitle: string; yTitle: string },
  colours: AxisColours,
  font: string,
): void {
  const { left, top, width, height } = frame;
  const xOf = scaleTo(axes.x, left, left + width);
  const yOf = scaleTo(axes.y, top + height, top);
  context.save();
  context.font = font;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width, height);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const titleStart = left + width - context.measureText(axes.xTitle).width - 6;
  for (const tick of ticksIn(axes.x)) {
    context.fillRect(Math.round(xOf(tick)), top + height, 1, 4);
    if (xOf(tick) < titleStart - 14) context.fillText(formatTick(tick), xOf(tick), top + height + 6);
  }
  context.textAlign = 'right';
  context.fillText(axes.xTitle, left + width, top + height + 6);
  context.textBaseline = 'middle';
  for (const tick of ticksIn(axes.y)) {
    // The title stands at the top end of the axis.
    if (yOf(tick) > top + 20) context.fillText(formatTick(tick), left - 5, yOf(tick));
    context.fillRect(left - 3, Math.round(yOf(tick)), 3, 1);
  }
  context.textBaseline = 'top';
  context.fillText(axes.yTitle, left - 5, top);
  context.restore();
}
