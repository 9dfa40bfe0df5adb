import type { ComparisonView } from '../../../shared/compare.ts';
import { drawAxes, frameIn, rangeOf, scaleTo, type Frame } from '../../plots/canvas.ts';
import type { PlotColours } from '../../plots/options.ts';
import { seriesColours, type Theme } from '../../view/colours.ts';
import { lineSide, verdictColour } from './view.ts';

export interface Ink {
  readonly theme: Theme;
  readonly colours: PlotColours;
  readonly font: string;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

type Context = CanvasRenderingContext2D;

/** Twin as a line, board as points, tolerance as a band. @param cursor  index of a measurement, −1 for none @param now  time shown, s */
export function drawCourse(context: Context, size: Size, view: ComparisonView, cursor: number, now: number | null, ink: Ink): void {
  const { course } = view;
  context.clearRect(0, 0, size.width, size.height);
  if (course === null) return;
  const { times, datapoints, a, b, allowed } = course;
  const line = lineSide(view) === 'a' ? a : b;
  const points = line === a ? b : a;
  const frame = frameIn(size.width, size.height);
  const xRange = rangeOf([0, ...times], 0.02);
  const yRange = rangeOf([...b, ...a.map((value, index) => value - allowed[index]), ...a.map((value, index) => value + allowed[index])]);
  const [x, y] = scales(frame, [Math.max(xRange[0], 0), xRange[1]], yRange);
  const blue = seriesColours[ink.theme][0];
  // A voltage jumps with the datapoint: each has a line of its own.
  for (const datapoint of new Set(datapoints)) {
    const own = [...times.keys()].filter((index) => datapoints[index] === datapoint);
    context.save();
    context.fillStyle = blue;
    context.globalAlpha = 0.16;
    context.beginPath();
    for (const index of own) context.lineTo(x(times[index]), y(a[index] + allowed[index]));
    for (const index of own.toReversed()) context.lineTo(x(times[index]), y(a[index] - allowed[index]));
    context.fill();
    context.restore();
    context.strokeStyle = blue;
    context.lineWidth = 1.8;
    context.beginPath();
    for (const index of own) context.lineTo(x(times[index]), y(line[index]));
    context.stroke();
  }
  const stride = Math.max(1, Math.ceil(times.length / (frame.width / 4)));
  times.forEach((time, index) => {
    const isOutside = Math.abs(b[index] - a[index]) > allowed[index];
    // What is outside is drawn in any case.
    if (index % stride !== 0 && !isOutside) return;
    drawDot(context, x(time), y(points[index]), isOutside ? ink.colours.warm : ink.colours.ink, isOutside ? 2.6 : 2);
  });
  if (now !== null) drawVertical(context, frame, x(now), ink.colours.muted);
  if (cursor >= 0 && cursor < times.length) drawVertical(context, frame, x(times[cursor]), ink.colours.ink);
  const axes = { x: [Math.max(xRange[0], 0), xRange[1]] as const, y: yRange, xTitle: 'learning time, s', yTitle: course.unit };
  drawAxes(context, frame, axes, ink.colours, ink.font);
}

/** B over A of every signal of the quantity at the time shown, with the tolerance about the diagonal. */
export function drawParity(
  context: Context,
  size: Size,
  view: ComparisonView,
  cursor: number,
  selected: string,
  unit: string,
  ink: Ink,
): void {
  const { points } = view.parity;
  context.clearRect(0, 0, size.width, size.height);
  if (points.length === 0) return;
  const frame = frameIn(size.width, size.height, true);
  const range = rangeOf(points.flatMap((point) => [point.a, point.b]));
  const [x, y] = scales(frame, range, range);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.strokeStyle = seriesColours[ink.theme][0];
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x(range[0]), y(range[0]));
  context.lineTo(x(range[1]), y(range[1]));
  context.stroke();
  context.setLineDash([3, 3]);
  const sorted = points.toSorted((one, other) => one.a - other.a);
  for (const sign of [-1, 1]) {
    context.beginPath();
    const ends = [{ a: range[0], allowed: sorted[0].allowed }, ...sorted, { a: range[1], allowed: sorted[sorted.length - 1].allowed }];
    for (const point of ends) context.lineTo(x(point.a), y(point.a + sign * point.allowed));
    context.stroke();
  }
  context.restore();
  const worst = points.reduce((best, point, index) => (Math.abs(point.ratio) > Math.abs(points[best].ratio) ? index : best), 0);
  points.forEach((point, index) => {
    const isOutside = Math.abs(point.ratio) > 1;
    const [px, py] = [x(point.a), y(point.b)];
    drawDot(context, px, py, isOutside ? verdictColour(point.ratio, ink.theme) : ink.colours.ink, isOutside ? 3.4 : 2.4);
    const isNamed = index === cursor || point.name === selected || (isOutside && index === worst && cursor < 0);
    if (point.name === selected || index === cursor) drawRing(context, px, py, ink.colours.ink);
    if (isNamed) drawName(context, point.name, px, py, frame, ink);
  });
  drawAxes(context, frame, { x: range, y: range, xTitle: `A${unit === '' ? '' : `, ${unit}`}`, yTitle: 'B' }, ink.colours, ink.font);
}

/** (B − A)/tolerance. */
export function drawResiduals(context: Context, size: Size, { histogram }: ComparisonView, cursor: number, ink: Ink): void {
  const { from, to, counts } = histogram;
  context.clearRect(0, 0, size.width, size.height);
  const frame = frameIn(size.width, size.height);
  const most = Math.max(...counts, 1);
  const [x, y] = scales(frame, [from, to], [0, most * 1.08]);
  const width = frame.width / counts.length;
  counts.forEach((count, bin) => {
    const middle = from + ((bin + 0.5) * (to - from)) / counts.length;
    context.fillStyle = verdictColour(middle, ink.theme);
    context.fillRect(frame.left + bin * width + 0.5, y(count), width - 1, y(0) - y(count));
    if (bin !== cursor) return;
    context.strokeStyle = ink.colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect(frame.left + bin * width + 0.5, y(count), width - 1, y(0) - y(count));
  });
  context.save();
  context.setLineDash([4, 3]);
  for (const limit of [-1, 1]) drawVertical(context, frame, x(limit), ink.colours.ink);
  context.restore();
  drawAxes(context, frame, { x: [from, to], y: [0, most * 1.08], xTitle: '(B − A) / tolerance', yTitle: '' }, ink.colours, ink.font);
}

/** Measured over predicted change of every gate between measurements. */
export function drawUpdates(context: Context, size: Size, view: ComparisonView, cursor: number, edge: number, ink: Ink): void {
  const changes = view.updates?.changes ?? [];
  context.clearRect(0, 0, size.width, size.height);
  if (changes.length === 0) return;
  const frame = frameIn(size.width, size.height);
  const xRange = rangeOf(changes.map(([, predicted]) => predicted));
  const yRange = rangeOf(changes.map(([, , measured]) => measured));
  const [x, y] = scales(frame, xRange, yRange);
  const ends = [Math.max(xRange[0], yRange[0]), Math.min(xRange[1], yRange[1])];
  context.strokeStyle = seriesColours[ink.theme][0];
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x(ends[0]), y(ends[0]));
  context.lineTo(x(ends[1]), y(ends[1]));
  context.stroke();
  const drawn = (isOwn: boolean): void => {
    for (const [own, predicted, measured] of changes) {
      if ((own === edge) === isOwn)
        drawDot(context, x(predicted), y(measured), isOwn ? ink.colours.warm : ink.colours.muted, isOwn ? 2.6 : 1.6);
    }
  };
  drawn(false);
  drawn(true);
  const at = changes[cursor];
  if (at !== undefined) drawRing(context, x(at[1]), y(at[2]), ink.colours.ink);
  drawAxes(context, frame, { x: xRange, y: yRange, xTitle: 'predicted ΔG, V', yTitle: 'ΔG, V' }, ink.colours, ink.font);
}

function scales(frame: Frame, x: readonly [number, number], y: readonly [number, number]): [(v: number) => number, (v: number) => number] {
  return [scaleTo(x, frame.left, frame.left + frame.width), scaleTo(y, frame.top + frame.height, frame.top)];
}

function drawDot(context: Context, x: number, y: number, colour: string, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawRing(context: Context, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 5.5, 0, 2 * Math.PI);
  context.stroke();
}

function drawVertical(context: Context, { top, height }: Frame, x: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, top);
  context.lineTo(Math.round(x) + 0.5, top + height);
  context.stroke();
}

function drawName(context: Context, text: string, x: number, y: number, frame: Frame, { colours, font }: Ink): void {
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
