import { drawAxes, frameIn, rangeOf, scaleTo } from '../../plots/canvas.ts';
import type { PlotColours } from '../../plots/options.ts';
import { seriesColours, type Theme } from '../../view/colours.ts';

/** The path is drawn in so many pieces, the older ones fainter. */
const pieces = 24;
const faintest = 0.25;

/** What a picture of the plane is made of. */
export interface PlanePicture {
  x: readonly (number | null)[];
  y: readonly (number | null)[];
  titles: readonly [string, string];
  /** Row of the cursor, or −1: then the newest state is marked. */
  cursor: number;
  theme: Theme;
  colours: PlotColours;
  font: string;
}

/** Draws the path of two states, older parts fainter, with the present (or chosen) state as a dot. */
export function drawPlane(context: CanvasRenderingContext2D, size: { width: number; height: number }, picture: PlanePicture): void {
  const { x, y, titles, cursor, theme, colours, font } = picture;
  const frame = frameIn(size.width, size.height);
  const ranges = { x: rangeOf(x), y: rangeOf(y) };
  const xOf = scaleTo(ranges.x, frame.left, frame.left + frame.width);
  const yOf = scaleTo(ranges.y, frame.top + frame.height, frame.top);
  context.clearRect(0, 0, size.width, size.height);
  drawAxes(context, frame, { ...ranges, xTitle: titles[0], yTitle: titles[1] }, colours, font);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.strokeStyle = seriesColours[theme][0];
  context.lineWidth = 1.75;
  context.lineJoin = 'round';
  const length = Math.max(Math.ceil(x.length / pieces), 1);
  for (let start = 0; start < x.length; start += length) {
    context.globalAlpha = faintest + (1 - faintest) * ((start + length) / (x.length + length));
    context.beginPath();
    // Each piece begins at the end of the one before.
    for (let row = Math.max(start - 1, 0); row < Math.min(start + length, x.length); row++) {
      const [across, up] = [x[row] ?? Number.NaN, y[row] ?? Number.NaN];
      if (Number.isFinite(across) && Number.isFinite(up)) context.lineTo(xOf(across), yOf(up));
    }
    context.stroke();
  }
  context.restore();
  const at = cursor >= 0 ? cursor : x.length - 1;
  const [across, up] = [x[at] ?? null, y[at] ?? null];
  if (across === null || up === null) return;
  context.fillStyle = colours.warm;
  context.strokeStyle = colours.surface;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(xOf(across), yOf(up), 5.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
