import { scaleTo, ticksIn } from '../plots/canvas.ts';
import type { PlotColours } from '../plots/options.ts';
import type { PlotData, PlotMarker, PlotSpec, Series } from '../plots/plot.ts';
import { hatchedSpan, HATCH_PITCH } from '../plots/hatching.ts';
import { BAND_OPACITY, bandsIn } from '../plots/seriesSpec.ts';
import { decadesAround, decadeTicksWithin, formatDecade, paddedRange } from '../plots/scales.ts';
import { element, escaped, figureOf, type Figure } from './svg.ts';

/** Everything that a figure of a plot shows. */
export interface PlotPicture {
  /** With the unit of the ordinate: "Error, V²". */
  readonly title: string;
  readonly spec: PlotSpec;
  readonly data: PlotData;
  readonly markers: readonly PlotMarker[];
  /** The part along the abscissa; `null`: all of it. */
  readonly span: readonly [number, number] | null;
  /** The ordinate that somebody fixed; `null`: as the specification has it. */
  readonly range: readonly [number, number] | null;
  /** Where a replay stands; `null` for a live run. */
  readonly position: number | null;
  /** Measured on a board: points instead of lines. */
  readonly isMeasured: boolean;
  readonly colours: PlotColours;
  readonly family: string;
}

/** Size of a figure, px: the width of a column of a paper, at 96 per inch. */
const size = { width: 560, height: 340 };
const box = { left: 62, top: 40, right: 16, bottom: 46 };
const plotWidth = size.width - box.left - box.right;
const plotHeight = size.height - box.top - box.bottom;
/** A curve needs no more points than this: two for every pixel are thinned out to their extremes. */
const mostPoints = 2 * plotWidth;

/** A plot as a figure: axes with units, curves as paths, markers with their words, a legend where there is more than one curve. */
export function plotFigure(picture: PlotPicture): Figure {
  const { title, spec, data, colours, family, markers, position } = picture;
  const x = rangeX(picture);
  const y = rangeY(picture, x);
  const xOf = scaleTo(x, box.left, box.left + plotWidth);
  const lineY = spec.isLogarithmic ? scaleTo([Math.log10(y[0]), Math.log10(y[1])], bottom, box.top) : scaleTo(y, bottom, box.top);
  const yOf = (value: number): number => lineY(spec.isLogarithmic ? Math.log10(value) : value);
  const clip = element('clipPath', { id: 'box' }, element('rect', { x: box.left, y: box.top, width: plotWidth, height: plotHeight }));
  const levels = spec.levels.filter(({ value }) => value >= y[0] && value <= y[1]);
  const lines = [
    ...levels.map(({ value, colour }) => rule(box.left, yOf(value), box.left + plotWidth, yOf(value), colour, '2 3')),
    ...bandsIn(spec.series).map((upper) =>
      band(spec.series[upper].colour, data[0] ?? [], data[upper + 1] ?? [], data[upper + 2] ?? [], xOf, yOf),
    ),
    ...spec.series.map((series, index) => curve(series, data[0] ?? [], data[index + 1] ?? [], { x, xOf, yOf, picture })),
    ...markers.flatMap(({ at, until }) => (until === undefined ? [] : hatching(xOf(at), xOf(Math.min(until, x[1])), colours.warm))),
    ...markers
      .filter(({ at, until }) => until === undefined && isIn(at, x))
      .map(({ at }) => rule(xOf(at), box.top, xOf(at), bottom, colours.warm, '4 3')),
    ...(position === null || !isIn(position, x) ? [] : [rule(xOf(position), box.top, xOf(position), bottom, colours.ink)]),
  ];
  const words = [
    text(box.left, 18, title, colours.ink, { 'font-weight': '600', 'font-size': '13px' }),
    ...markerWords(picture, x, xOf),
    ...legend(
      spec.series.filter(({ kind }) => kind !== 'bound'),
      colours,
    ),
  ];
  const content = clip + axes(picture, x, y, xOf, yOf) + element('g', { 'clip-path': 'url(#box)' }, lines.join('')) + words.join('');
  return figureOf(element('g', { 'font-family': family, 'font-size': '11px' }, content), size, colours.surface, title);
}

const bottom = box.top + plotHeight;

const isIn = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;

function rangeX({ data, span }: PlotPicture): [number, number] {
  if (span !== null) return [span[0], span[1]];
  const last = data[0]?.at(-1) ?? null;
  return [0, last !== null && last > 0 ? last : 1];
}

function rangeY({ data, spec, range }: PlotPicture, x: readonly [number, number]): [number, number] {
  if (range !== null) return [range[0], range[1]];
  let low: number | null = null;
  let high: number | null = null;
  for (const column of data.slice(1)) {
    column.forEach((value, row) => {
      if (value === null || !Number.isFinite(value) || !isIn(data[0][row] ?? Number.NaN, x)) return;
      const seen = Math.max(value, (spec.isLogarithmic ? spec.floor : undefined) ?? value);
      low = Math.min(low ?? seen, seen);
      high = Math.max(high ?? seen, seen);
    });
  }
  if (spec.isLogarithmic) return decadesAround(low, high);
  return spec.yRange === null ? paddedRange(low, high) : [spec.yRange[0], spec.yRange[1]];
}

function axes({ spec, colours }: PlotPicture, x: [number, number], y: [number, number], xOf: Scale, yOf: Scale): string {
  const parts: string[] = [];
  const xTicks = ticksIn(x);
  const yTicks = spec.isLogarithmic ? decadeTicksWithin(y[0], y[1]) : ticksIn(y);
  for (const tick of yTicks) {
    parts.push(rule(box.left, yOf(tick), box.left + plotWidth, yOf(tick), colours.grid));
    const label = spec.isLogarithmic ? formatDecade(tick) : spec.formatTick(tick);
    parts.push(text(box.left - 7, yOf(tick) + 4, label, colours.muted, { 'text-anchor': 'end' }));
  }
  for (const tick of xTicks) {
    parts.push(rule(xOf(tick), bottom, xOf(tick), bottom + 4, colours.muted));
    parts.push(text(xOf(tick), bottom + 17, spec.formatX(tick), colours.muted, { 'text-anchor': 'middle' }));
  }
  const label = spec.xUnit === '' ? spec.xLabel : `${spec.xLabel}, ${spec.xUnit}`;
  parts.push(text(box.left + plotWidth / 2, bottom + 36, label, colours.ink, { 'text-anchor': 'middle' }));
  parts.push(rule(box.left, box.top, box.left, bottom, colours.muted), rule(box.left, bottom, box.left + plotWidth, bottom, colours.muted));
  return parts.join('');
}

type Scale = (value: number) => number;

interface Scales {
  readonly x: readonly [number, number];
  readonly xOf: Scale;
  readonly yOf: Scale;
  readonly picture: PlotPicture;
}

/** The area between two bounds. */
function band(fill: string, xs: Column, upper: Column, lower: Column, xOf: Scale, yOf: Scale): string {
  const along = (column: Column): string[] =>
    column.flatMap((value, row) => {
      const at = xs[row];
      return value === null || at === null ? [] : [`${xOf(at).toFixed(2)} ${yOf(value).toFixed(2)}`];
    });
  const outline = [...along(upper), ...along(lower).reverse()];
  return outline.length === 0 ? '' : element('path', { d: `M${outline.join('L')}Z`, fill, 'fill-opacity': BAND_OPACITY });
}

function curve({ colour, width, dash, kind }: Series, xs: Column, ys: Column, { x, xOf, yOf, picture }: Scales): string {
  const { isLogarithmic } = picture.spec;
  const points: ([number, number] | null)[] = [];
  xs.forEach((at, row) => {
    const value = ys[row] ?? null;
    // The points just outside lead the line over the edge, where it is clipped.
    if (at === null || at < x[0] - (x[1] - x[0]) || at > x[1] + (x[1] - x[0])) return;
    if (value === null || !Number.isFinite(value) || (isLogarithmic && value <= 0)) {
      if (!isLogarithmic) points.push(null);
    } else points.push([xOf(at), yOf(Math.max(value, (isLogarithmic ? picture.spec.floor : undefined) ?? value))]);
  });
  const kept = thinned(points);
  if (picture.isMeasured && kind === undefined) {
    return kept
      .flatMap((point) => (point === null ? [] : [element('circle', { cx: point[0], cy: point[1], r: 1.8, fill: colour })]))
      .join('');
  }
  let path = '';
  let isDown = false;
  for (const point of kept) {
    if (point !== null) path += `${isDown ? 'L' : 'M'}${point[0].toFixed(2)} ${point[1].toFixed(2)}`;
    isDown = point !== null;
  }
  return element('path', {
    d: path,
    fill: 'none',
    stroke: colour,
    'stroke-width': width ?? 1.75,
    'stroke-linejoin': 'round',
    'stroke-dasharray': dash?.join(' '),
  });
}

type Column = readonly (number | null)[];

/** Where points lie closer than half a pixel, the lowest and the highest of each stretch stand for all: nothing that can be seen is lost. */
function thinned(points: readonly ([number, number] | null)[]): ([number, number] | null)[] {
  if (points.length <= mostPoints) return [...points];
  const stride = Math.ceil((2 * points.length) / mostPoints);
  const kept: ([number, number] | null)[] = [];
  for (let from = 0; from < points.length; from += stride) {
    const stretch = points.slice(from, from + stride).filter((point) => point !== null);
    if (stretch.length === 0) {
      kept.push(null);
      continue;
    }
    const lowest = stretch.reduce((least, point) => (point[1] < least[1] ? point : least));
    const highest = stretch.reduce((most, point) => (point[1] > most[1] ? point : most));
    kept.push(...(lowest[0] <= highest[0] ? [lowest, highest] : [highest, lowest]));
  }
  return kept;
}

/** A stretch of which nothing was heard: slanting lines, cut off at its sides. */
function hatching(from: number, to: number, colour: string): string[] {
  const span = hatchedSpan(from, to, { left: box.left, width: plotWidth });
  if (span === null) return [];
  const [left, right] = span;
  const strokes: string[] = [rule(left, box.top, left, bottom, colour), rule(right, box.top, right, bottom, colour)];
  for (let foot = left - plotHeight; foot < right; foot += HATCH_PITCH) {
    const [low, high] = [Math.max(foot, left), Math.min(foot + plotHeight, right)];
    if (low < high) strokes.push(rule(low, bottom - (low - foot), high, bottom - (high - foot), colour));
  }
  return strokes;
}

function markerWords({ markers, colours }: PlotPicture, x: readonly [number, number], xOf: Scale): string[] {
  let end = -Infinity;
  return markers.flatMap(({ at, text: word }) => {
    const place = xOf(at) + 4;
    // Words that would cover each other: the first one speaks for its neighbours.
    if (word === '' || !isIn(at, x) || place < end) return [];
    end = place + 6 * word.length + 8;
    const isLeft = end > size.width;
    return [text(isLeft ? place - 8 : place, box.top + 11, word, colours.ink, isLeft ? { 'text-anchor': 'end' } : {})];
  });
}

function legend(series: readonly Series[], colours: PlotColours): string[] {
  if (series.length < 2) return [];
  let left = box.left + 130;
  return series.flatMap(({ label, colour, dash }) => {
    const at = left;
    left += 34 + 6.5 * label.length;
    if (left > size.width) return [];
    const line = element('path', { d: `M${at} 14h16`, stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash?.join(' ') });
    return [line, text(at + 20, 18, label, colours.ink)];
  });
}

function text(x: number, y: number, content: string, fill: string, more: Record<string, string> = {}): string {
  return element('text', { x, y, fill, ...more }, escaped(content));
}

function rule(x1: number, y1: number, x2: number, y2: number, stroke: string, dash?: string): string {
  return element('line', { x1, y1, x2, y2, stroke, 'stroke-dasharray': dash });
}
