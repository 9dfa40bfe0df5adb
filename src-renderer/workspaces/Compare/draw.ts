import type { ComparisonView } from '../../../shared/compare.ts';
import type { Unit } from '../../../shared/units.ts';
import { drawAxes, frameIn, rangeOf, type Frame } from '../../plots/canvas.ts';
import { seriesColours } from '../../view/colours.ts';
import {
  drawDot,
  drawName,
  drawNotes,
  drawRing,
  drawUnitAxes,
  drawVertical,
  fillBand,
  scales,
  type Context,
  type Ink,
  type Size,
} from './primitives.ts';
import { courseSpan, lineSide, verdictColour } from './view.ts';

/** Marks with more neighbours than this are drawn without their words. */
const MOST_WORDS = 5;

/**
 * Twin as a line, board as points, tolerance as a band.
 *
 * @param notes   what is said in the corner
 * @param cursor  index of a measurement, −1 for none
 * @param now     time shown, s
 */
export function drawCourse(
  context: Context,
  size: Size,
  view: ComparisonView,
  notes: readonly string[],
  cursor: number,
  now: number | null,
  ink: Ink,
): void {
  const { course, marks, alignedAt } = view;
  context.clearRect(0, 0, size.width, size.height);
  if (course === null) return;
  const { times, datapoints, a, b, allowed } = course;
  const line = lineSide(view) === 'a' ? a : b;
  const points = line === a ? b : a;
  const frame = frameIn(size.width, size.height);
  const xRange = courseSpan(course);
  const yRange = rangeOf([...b, ...a.map((value, index) => value - allowed[index]), ...a.map((value, index) => value + allowed[index])]);
  const [x, y] = scales(frame, xRange, yRange);
  const blue = seriesColours[ink.theme][0];
  // A voltage jumps with the datapoint: each has a line of its own.
  for (const datapoint of new Set(datapoints)) {
    const own = [...times.keys()].filter((index) => datapoints[index] === datapoint);
    const edge = (sign: number): [number, number][] => own.map((index) => [x(times[index]), y(a[index] + sign * allowed[index])]);
    fillBand(context, edge(1), edge(-1), blue);
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
  const shown = marks.filter(({ time }) => time >= xRange[0] && time <= xRange[1]);
  shown.forEach(({ time, text, side }, index) => {
    drawMark(context, frame, x(time), shown.length > MOST_WORDS ? '' : `${side.toUpperCase()} ${text}`, index, ink);
  });
  if (alignedAt !== null) drawMark(context, frame, x(alignedAt), shown.length > MOST_WORDS ? '' : 'aligned', shown.length, ink);
  if (now !== null) drawVertical(context, frame, x(now), ink.colours.muted);
  if (cursor >= 0 && cursor < times.length) drawVertical(context, frame, x(times[cursor]), ink.colours.ink);
  drawUnitAxes(context, frame, { range: xRange, unit: 's', title: 'learning time' }, { range: yRange, unit: course.unit, title: '' }, ink);
  drawNotes(context, notes, frame.left + frame.width - 6, frame.top + 5, 'right', ink);
}

/** A moment worth a line, with its words from the bottom upwards so that neighbours do not lie on each other. */
function drawMark(context: Context, frame: Frame, x: number, text: string, row: number, ink: Ink): void {
  context.save();
  context.setLineDash([4, 3]);
  drawVertical(context, frame, x, ink.colours.warm);
  context.restore();
  const isLeft = x > frame.left + 0.7 * frame.width;
  drawNotes(
    context,
    [text],
    x + (isLeft ? -4 : 4),
    frame.top + frame.height - 16 - 14 * (row % MOST_WORDS),
    isLeft ? 'right' : 'left',
    ink,
  );
}

/**
 * B over A of every signal of the quantity at the time shown, with the tolerance about the diagonal.
 *
 * @param notes  what is said beside it
 */
export function drawParity(
  context: Context,
  size: Size,
  view: ComparisonView,
  notes: readonly string[],
  cursor: number,
  selected: string,
  unit: Unit,
  ink: Ink,
): void {
  const { points } = view.parity;
  context.clearRect(0, 0, size.width, size.height);
  if (points.length === 0) return;
  const frame = frameIn(size.width, size.height, true);
  const range = rangeOf(points.flatMap((point) => [point.a, point.b]));
  const [x, y] = scales(frame, range, range);
  const blue = seriesColours[ink.theme][0];
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  const sorted = points.toSorted((one, other) => one.a - other.a);
  const ends = [{ a: range[0], allowed: sorted[0].allowed }, ...sorted, { a: range[1], allowed: sorted[sorted.length - 1].allowed }];
  const edge = (sign: number): [number, number][] => ends.map((point) => [x(point.a), y(point.a + sign * point.allowed)]);
  fillBand(context, edge(1), edge(-1), blue);
  context.strokeStyle = blue;
  context.lineWidth = 1;
  for (const [dash, path] of [
    [[], [[x(range[0]), y(range[0])] as const, [x(range[1]), y(range[1])] as const]],
    [[3, 3], edge(1)],
    [[3, 3], edge(-1)],
  ] as const) {
    context.setLineDash([...dash]);
    context.beginPath();
    for (const [px, py] of path) context.lineTo(px, py);
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
  drawUnitAxes(context, frame, { range, unit, title: 'A' }, { range, unit, title: 'B' }, ink);
  drawNotes(context, notes, frame.left + frame.width + 12, frame.top + 5, 'left', ink);
}

/** (B − A)/tolerance, with the tolerance about 0. */
export function drawResiduals(context: Context, size: Size, { histogram }: ComparisonView, cursor: number, ink: Ink): void {
  const { from, to, counts } = histogram;
  context.clearRect(0, 0, size.width, size.height);
  const frame = frameIn(size.width, size.height);
  const most = Math.max(...counts);
  if (most === 0) return;
  const [x, y] = scales(frame, [from, to], [0, most * 1.08]);
  const width = frame.width / counts.length;
  const line = (level: number): [number, number][] => [-1, 1].map((limit) => [x(limit), level]);
  fillBand(context, line(frame.top), line(frame.top + frame.height), seriesColours[ink.theme][0]);
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

/** Measured over predicted change of every gate between measurements, with what two readings differ by about the diagonal. */
export function drawUpdates(
  context: Context,
  size: Size,
  view: ComparisonView,
  notes: readonly string[],
  cursor: number,
  edge: number,
  ink: Ink,
): void {
  context.clearRect(0, 0, size.width, size.height);
  if (view.updates === null || view.updates.changes.length === 0) return;
  const { changes, allowed } = view.updates;
  const frame = frameIn(size.width, size.height);
  const xRange = rangeOf(changes.map(([, predicted]) => predicted));
  const yRange = rangeOf(changes.map(([, , measured]) => measured));
  const [x, y] = scales(frame, xRange, yRange);
  const blue = seriesColours[ink.theme][0];
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  const line = (off: number): [number, number][] => xRange.map((value) => [x(value), y(value + off)]);
  fillBand(context, line(allowed), line(-allowed), blue);
  context.strokeStyle = blue;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [px, py] of line(0)) context.lineTo(px, py);
  context.stroke();
  context.restore();
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
  drawNotes(context, notes, frame.left + frame.width - 6, frame.top + frame.height - 34, 'right', ink);
  drawUnitAxes(context, frame, { range: xRange, unit: 'V', title: 'predicted ΔG' }, { range: yRange, unit: 'V', title: 'ΔG' }, ink);
}
