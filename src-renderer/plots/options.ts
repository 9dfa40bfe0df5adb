import type uPlot from 'uplot';
import type { PlotMarker, PlotSpec } from './plot.ts';
import { hatchedSpan, HATCH_PITCH } from './hatching.ts';
import { BAND_OPACITY, bandsIn } from './seriesSpec.ts';
import { decadesAround, decadeTicksWithin, formatDecade, paddedRange } from './scales.ts';

/** Of a label of the ordinate with the room around it, px. */
const LABEL_HEIGHT = 18;
/** Words of a marker that would have less room than this are left out, px. */
const SHORTEST_WORDS = 48;

/** Colours of the page that the canvas needs, read from its custom properties. */
export interface PlotColours {
  ink: string;
  muted: string;
  grid: string;
  surface: string;
  warm: string;
}

/** Reads the colours of the current theme. */
export function readColours(element: Element): PlotColours {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    muted: colour('--ink-muted'),
    grid: colour('--grid'),
    surface: colour('--surface'),
    warm: colour('--warm'),
  };
}

const axisFont = "11px 'Inter', -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

/** What a plot tells, and what it follows. */
export interface PlotHooks {
  /** Told of the row under the cursor, or `null`. */
  readonly onCursor: (row: number | null) => void;
  /** Told of the part that was dragged over; `null`: all of it. */
  readonly onSelect: (span: readonly [number, number] | null) => void;
  /** The part to show of what goes up to here; `null`: all of it. */
  readonly spanAt: (end: number) => readonly [number, number] | null;
  /** The ordinate that somebody fixed; `null`: as the specification has it. */
  readonly range: readonly [number, number] | null;
  /** Where a replay stands, read at every redraw; `null` for a live run. */
  readonly position: () => number | null;
  /** Measured on a board: points instead of lines. */
  readonly isMeasured: boolean;
}

/**
 * uPlot's options for a plot of ours: quiet axes, whole decades on a logarithmic ordinate, levels below and markers above the
 * curves.
 *
 * @param markers  read at every redraw, because markers come during a run
 */
export function plotOptions(
  spec: PlotSpec,
  colours: PlotColours,
  size: { width: number; height: number },
  markers: () => readonly PlotMarker[],
  { onCursor, onSelect, spanAt, range, position, isMeasured }: PlotHooks,
): uPlot.Options {
  return {
    ...size,
    padding: [10, (plot) => roomForLast(plot, spec), 0, 0],
    legend: { show: false },
    // What is dragged over is shown alone; a double click shows all of it again.
    cursor: {
      y: false,
      // Where the cursor is in one plot, it is in all of them.
      sync: { key: 'bench', setSeries: false, scales: ['x', null] },
      drag: { x: true, y: false, setScale: false },
      points: { size: 7 },
      bind: { dblclick: () => () => (onSelect(null), null) },
    },
    scales: {
      // All plots of the bench begin at the start of the run, so that they line up.
      x: { time: false, range: (_, __, high) => [...(spanAt(high) ?? ([0, high > 0 ? high : 1] as const))] },
      y: spec.isLogarithmic
        ? { distr: 3, range: (_, low, high) => (range === null ? decadesAround(low, high) : [...range]) }
        : { range: (_, low, high) => [...(range ?? spec.yRange ?? paddedRange(low, high))] },
    },
    axes: [horizontalAxis(spec, colours), verticalAxis(spec, colours)],
    series: [
      {},
      ...spec.series.map((series) => ({
        label: series.label,
        stroke: series.colour,
        width: series.width ?? 1.75,
        ...(series.dash === undefined ? {} : { dash: [...series.dash] }),
        ...(isMeasured && series.kind === undefined
          ? { paths: () => null, points: { show: true, size: 4, fill: series.colour } }
          : { points: lonePoints(series.colour) }),
        // On a logarithmic axis an error of exactly zero is a gap; the curve goes on behind it.
        spanGaps: spec.isLogarithmic,
      })),
    ],
    bands: bandsIn(spec.series).map((upper) => ({ series: [upper + 1, upper + 2], fill: withOpacity(spec.series[upper].colour) })),
    hooks: {
      drawAxes: [(plot) => drawLevels(plot, spec, colours)],
      draw: [(plot) => drawMarkers(plot, markers(), colours), (plot) => drawPosition(plot, position(), colours)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: [(plot) => select(plot, onSelect)],
    },
  };
}

/** The colour of a series, #rrggbb, as it fills a band. */
function withOpacity(colour: string): string {
  return `${colour}${Math.round(255 * BAND_OPACITY).toString(16)}`;
}

/** Half of the last number of the abscissa, which carries the unit, stands out over the axis, px: digits are about 6 wide. */
function roomForLast(plot: uPlot, spec: PlotSpec): number {
  const last = `${spec.formatX(plot.scales.x.max ?? 1)} ${spec.xUnit || `${spec.xLabel}s`}`;
  return Math.min(Math.max(18, 3 * last.length + 4), 60);
}

/** A drag of a few pixels is a click that slipped. */
const SHORTEST_DRAG = 6;

function select(plot: uPlot, onSelect: PlotHooks['onSelect']): void {
  const { left, width } = plot.select;
  if (width < SHORTEST_DRAG) return;
  onSelect([Math.max(0, plot.posToVal(left, 'x')), plot.posToVal(left + width, 'x')]);
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function horizontalAxis(spec: PlotSpec, colours: PlotColours): uPlot.Axis {
  return {
    stroke: colours.muted,
    font: axisFont,
    size: 24,
    gap: 3,
    space: 70,
    grid: { show: false },
    ticks: { stroke: colours.grid, size: 4, width: 1 },
    border: { show: true, stroke: colours.grid, width: 1 },
    values: (_, ticks) =>
      ticks.map((tick, index) =>
        index === ticks.length - 1 ? `${spec.formatX(tick)} ${spec.xUnit || `${spec.xLabel}s`}` : spec.formatX(tick),
      ),
  };
}

function verticalAxis(spec: PlotSpec, colours: PlotColours): uPlot.Axis {
  return {
    stroke: colours.muted,
    font: axisFont,
    size: 48,
    gap: 4,
    space: 26,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
    border: { show: true, stroke: colours.grid, width: 1 },
    ...(spec.isLogarithmic
      ? {
          splits: (plot: uPlot, _: number, low: number, high: number) => decadeTicksWithin(low, high, labelsOn(plot)),
          filter: (_: uPlot, ticks: number[]) => ticks,
        }
      : {}),
    values: (_, ticks) => ticks.map((tick) => (spec.isLogarithmic ? formatDecade(tick) : spec.formatTick(tick))),
  };
}

/** How many labels the ordinate has room for, one above the other. */
function labelsOn({ bbox }: uPlot): number {
  const height = bbox.height / window.devicePixelRatio;
  return Math.min(Math.max(Math.floor(height / LABEL_HEIGHT) + 1, 2), 6);
}

function drawLevels(plot: uPlot, spec: PlotSpec, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const level of spec.levels) {
    const y = Math.round(plot.valToPos(level.value, 'y', true)) + 0.5;
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = level.colour;
    ctx.globalAlpha = 0.75;
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    if (level.text === undefined) continue;
    ctx.globalAlpha = 1;
    writeText(plot, level.text, bbox.left + bbox.width - 4 * devicePixelRatio, y - 4 * devicePixelRatio, colours, 'right');
  }
  ctx.restore();
}

function drawMarkers(plot: uPlot, markers: readonly PlotMarker[], colours: PlotColours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colours.warm;
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.font = canvasFont();
  let textEnd = Number.NEGATIVE_INFINITY;
  let lastLine = Number.NEGATIVE_INFINITY;
  for (const marker of markers) {
    const at = Math.round(plot.valToPos(marker.at, 'x', true));
    // What has happened just now stands at the very end of the axis, and is seen there.
    const x = (at === Math.round(bbox.left + bbox.width) ? at - 1 : at) + 0.5;
    const band = marker.until === undefined ? null : hatchedSpan(x, plot.valToPos(marker.until, 'x', true), bbox, devicePixelRatio);
    if (band !== null) drawHatching(ctx, band, bbox, colours);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    // A ramp of a parameter makes hundreds of them: those that would be one bar are one line.
    if (x - lastLine < 5 * devicePixelRatio) continue;
    lastLine = x;
    if (band === null) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    const width = ctx.measureText(marker.text).width + 8 * devicePixelRatio;
    if (marker.text === '') continue;
    const [roomLeft, roomRight] = [x - Math.max(bbox.left, textEnd), bbox.left + bbox.width - x];
    // Words of markers that lie close together would cover each other: the first one speaks for its neighbours.
    if (x < textEnd || Math.max(roomLeft, roomRight) < Math.min(width, SHORTEST_WORDS * devicePixelRatio)) continue;
    const isRight = width < roomRight || roomRight >= roomLeft;
    writeText(
      plot,
      fitted(ctx, marker.text, (isRight ? roomRight : roomLeft) - 8 * devicePixelRatio),
      x + (isRight ? 4 : -4) * devicePixelRatio,
      bbox.top + 11 * devicePixelRatio,
      colours,
      isRight ? 'left' : 'right',
    );
    textEnd = isRight ? x + width : x;
  }
  ctx.restore();
}

/** Slanting lines between two places, with an edge on both sides. */
function drawHatching(ctx: CanvasRenderingContext2D, [from, to]: readonly [number, number], bbox: uPlot.BBox, { warm }: PlotColours): void {
  const { top, height } = bbox;
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = warm;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.rect(from, top, to - from, height);
  ctx.clip();
  ctx.globalAlpha = 0.55;
  ctx.beginPath();
  for (let x = from - height; x < to; x += HATCH_PITCH * devicePixelRatio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.rect(from, top, to - from, height);
  ctx.stroke();
  ctx.restore();
}

/** Where the replay stands: a solid line, unlike those of the markers. */
function drawPosition(plot: uPlot, position: number | null, { ink }: PlotColours): void {
  if (position === null) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(position, 'x', true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** A text that is no wider than its room: shortened where it would be. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}

/** uPlot draws in device pixels; so must our words. */
function canvasFont(): string {
  return axisFont.replace('11px', `${11 * devicePixelRatio}px`);
}

function writeText(plot: uPlot, text: string, x: number, y: number, colours: PlotColours, align: CanvasTextAlign): void {
  const { ctx } = plot;
  ctx.save();
  ctx.setLineDash([]);
  ctx.font = canvasFont();
  ctx.textAlign = align;
  ctx.textBaseline = 'alphabetic';
  // Curves pass behind the words: a halo keeps them readable.
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.strokeStyle = colours.surface;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colours.ink;
  ctx.fillText(text, x, y);
  ctx.restore();
}

/** A line of one point is nothing to see: that point is drawn. */
function lonePoints(fill: string): uPlot.Series.Points {
  return { show: (_plot, _series, first, last) => last === first, size: 6, fill };
}
