import type { OutputMap } from '../../../shared/outputMap.ts';
import { drawAxes, frameIn, rangeOf, scaleTo, type Frame } from '../../plots/canvas.ts';
import type { PlotColours } from '../../plots/options.ts';
import { seriesColours, signedColour, type Theme } from '../../view/colours.ts';
import { mapScale, type MapPoint } from './view.ts';

/** What a picture of the map is made of. */
export interface MapPicture {
  map: OutputMap;
  points: readonly MapPoint[];
  /** Cell of the cursor, or −1. */
  cursor: number;
  theme: Theme;
  colours: PlotColours;
  font: string;
}

interface Size {
  width: number;
  height: number;
}

/** Draws the output over two variables: a cell per value, the line at the level, the training points. */
export function drawSquare(context: CanvasRenderingContext2D, size: Size, picture: MapPicture): void {
  const { map, points, theme, colours, font } = picture;
  const [first, second] = map.variables;
  const frame = frameIn(size.width, size.height, true);
  const radius = Math.min(Math.max(frame.width / 22, 3), 6);
  // Datapoints lie at the rim of the map as a rule: there is room for their marks between it and the axes.
  const rim = radius + 3;
  const inside = { left: frame.left + rim, top: frame.top + rim, width: frame.width - 2 * rim, height: frame.height - 2 * rim };
  const ranges = [withRim(cellRange(first.values), rim / inside.width), withRim(cellRange(second.values), rim / inside.height)] as const;
  context.clearRect(0, 0, size.width, size.height);
  drawCells(context, inside, picture);
  const xOf = scaleTo(ranges[0], frame.left, frame.left + frame.width);
  const yOf = scaleTo(ranges[1], frame.top + frame.height, frame.top);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.beginPath();
  for (const [from, to] of map.contour) {
    context.moveTo(xOf(from[0]), yOf(from[1]));
    context.lineTo(xOf(to[0]), yOf(to[1]));
  }
  context.stroke();
  for (const point of points) drawMark(context, { x: xOf(point.at[0]), y: yOf(point.at[1]), radius }, point, theme, colours);
  drawAxes(context, frame, { x: ranges[0], y: ranges[1], xTitle: `${first.name}, V`, yTitle: second.name }, colours, font);
}

/** Draws the output over one variable as a curve, with the labels as marks. */
export function drawCurve(context: CanvasRenderingContext2D, size: Size, picture: MapPicture): void {
  const { map, points, theme, colours, font, cursor } = picture;
  const [{ values, name }] = map.variables;
  const frame = frameIn(size.width, size.height);
  const x = rangeOf(values, 0.03);
  const y = rangeOf([...map.outputs, ...points.map(({ label }) => label)]);
  const xOf = scaleTo(x, frame.left, frame.left + frame.width);
  const yOf = scaleTo(y, frame.top + frame.height, frame.top);
  context.clearRect(0, 0, size.width, size.height);
  drawAxes(context, frame, { x, y, xTitle: `${name}, V`, yTitle: 'O, V' }, colours, font);
  context.strokeStyle = seriesColours[theme][0];
  context.lineWidth = 2;
  context.beginPath();
  let isDown = false;
  values.forEach((value, index) => {
    const output = map.outputs[index] ?? null;
    if (output === null) return void (isDown = false);
    if (isDown) context.lineTo(xOf(value), yOf(output));
    else context.moveTo(xOf(value), yOf(output));
    isDown = true;
  });
  context.stroke();
  context.fillStyle = colours.warm;
  context.strokeStyle = colours.surface;
  for (const { at, label } of points) {
    context.beginPath();
    context.arc(xOf(at[0]), yOf(label), 4, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  if (cursor < 0) return;
  context.strokeStyle = colours.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(xOf(values[cursor]), frame.top);
  context.lineTo(xOf(values[cursor]), frame.top + frame.height);
  context.stroke();
}

function drawCells(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Frame,
  { map, theme, colours, cursor }: MapPicture,
): void {
  const columns = map.variables[0].values.length;
  const rows = map.variables[1].values.length;
  const scale = mapScale(map);
  const [cellWidth, cellHeight] = [width / columns, height / rows];
  map.outputs.forEach((output, cell) => {
    if (output === null) return;
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    context.fillStyle = signedColour((output - map.level) / scale, theme);
    // Cells overlap by half a pixel, or their seams would show.
    context.fillRect(left + column * cellWidth, top + height - (row + 1) * cellHeight, cellWidth + 0.5, cellHeight + 0.5);
  });
  if (cursor < 0) return;
  const [column, row] = [cursor % columns, Math.floor(cursor / columns)];
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.strokeRect(left + column * cellWidth, top + height - (row + 1) * cellHeight, cellWidth, cellHeight);
}

/** Labels above the level are circles, those below it squares; a wrong answer has a hollow mark. */
function drawMark(
  context: CanvasRenderingContext2D,
  { x, y, radius }: { x: number; y: number; radius: number },
  point: MapPoint,
  theme: Theme,
  colours: PlotColours,
): void {
  const half = 0.9 * radius;
  context.beginPath();
  if (point.isAbove) context.arc(x, y, radius, 0, 2 * Math.PI);
  else context.rect(x - half, y - half, 2 * half, 2 * half);
  // A hairline around the ring: at the rim of the map a part of it lies on the surface.
  context.lineWidth = 5.5;
  context.strokeStyle = colours.muted;
  context.stroke();
  context.lineWidth = 4;
  context.strokeStyle = colours.surface;
  context.stroke();
  context.fillStyle = point.isRight ? signedColour(point.isAbove ? 1 : -1, theme) : colours.surface;
  context.fill();
  context.lineWidth = 1.75;
  context.strokeStyle = point.isRight ? colours.surface : colours.ink;
  context.stroke();
}

/** The range, and this part of it more on both sides. */
function withRim([low, high]: readonly [number, number], part: number): [number, number] {
  return [low - part * (high - low), high + part * (high - low)];
}

/** Values stand in the middle of their cells. */
function cellRange(values: readonly number[]): [number, number] {
  const half = values.length > 1 ? (values[1] - values[0]) / 2 : 0.5;
  return [values[0] - half, values[values.length - 1] + half];
}
