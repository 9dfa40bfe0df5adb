import { prefixFor, type Unit } from '../../../shared/units.ts';
import type { Pair } from './align.ts';
import type { Histogram, SignalComparison } from './compare.ts';
import { allowed, type Tolerance } from './tolerance.ts';

/** Points that are drawn of a course: more than there is room for. */
const MOST_POINTS = 400;

type Scale = (value: number) => number;

/** Both sides over time, the twin as a line and the board as points, the tolerance around A as a band; 520 × 190 px. */
export function courseFigure(pairs: readonly Pair[], tolerance: Tolerance, unit: Unit, isTwinB: boolean): string {
  const drawn = thinned(pairs);
  const times: [number, number] = [drawn[0].seconds, drawn[drawn.length - 1].seconds];
  const values = extent(drawn.flatMap(({ a, b }) => [a - allowed(a, tolerance), a + allowed(a, tolerance), b]));
  const box = { left: 56, top: 8, width: 456, height: 152 };
  const x = scale(times, box.left, box.left + box.width);
  const y = scale(values, box.top + box.height, box.top);
  const bands = byDatapoint(drawn).map((own) => {
    const upper = own.map(({ seconds, a }) => at(x(seconds), y(a + allowed(a, tolerance))));
    const lower = own.map(({ seconds, a }) => at(x(seconds), y(a - allowed(a, tolerance)))).reverse();
    const line = own.map(({ seconds, a, b }) => at(x(seconds), y(isTwinB ? b : a)));
    return `<polygon class="band" points="${[...upper, ...lower].join(' ')}"/><polyline class="line" points="${line.join(' ')}"/>`;
  });
  const points = drawn.map(({ seconds, a, b }) => dot(x(seconds), y(isTwinB ? a : b), Math.abs(b - a) > allowed(a, tolerance)));
  return axes(box, { range: times, unit: 's' }, { range: values, unit }) + bands.join('') + points.join('');
}

/** A voltage jumps with the datapoint: each has a line of its own. */
function byDatapoint(pairs: readonly Pair[]): Pair[][] {
  const groups = new Map<number, Pair[]>();
  for (const pair of pairs) {
    const own = groups.get(pair.datapoint);
    if (own === undefined) groups.set(pair.datapoint, [pair]);
    else own.push(pair);
  }
  return [...groups.values()];
}

/** B against A at the last measurement of every signal, with the tolerance of each about the diagonal; the left of 520 × 200 px. */
export function parityFigure(signals: readonly SignalComparison[]): string {
  const last = signals
    .map(({ pairs, tolerance }) => ({ ...pairs[pairs.length - 1], tolerance }))
    .map(({ a, b, tolerance }) => ({ a, b, room: allowed(a, tolerance) }))
    .toSorted((one, other) => one.a - other.a);
  const range = extent(last.flatMap(({ a, b }) => [a, b]));
  const box = { left: 56, top: 8, width: 164, height: 164 };
  const x = scale(range, box.left, box.left + box.width);
  const y = scale(range, box.top + box.height, box.top);
  const clip = (value: number): number => Math.min(Math.max(value, range[0]), range[1]);
  const ends = [{ a: range[0], room: last[0].room }, ...last, { a: range[1], room: last[last.length - 1].room }];
  const limit = (sign: number): string[] => ends.map(({ a, room }) => at(x(a), y(clip(a + sign * room))));
  const band = `<polygon class="band" points="${[...limit(1), ...limit(-1).reverse()].join(' ')}"/>`;
  const points = last.map(({ a, b, room }) => dot(x(a), y(b), Math.abs(b - a) > room));
  const diagonal = `<polyline class="equal" fill="none" points="${at(x(range[0]), y(range[0]))} ${at(x(range[1]), y(range[1]))}"/>`;
  const axis = { range, unit: signals[0].unit };
  return `${band}${axes(box, axis, axis)}${diagonal}${points.join('')}<text x="${box.left + 4}" y="${box.top + 12}">B at the end, over A</text>`;
}

/** (B − A)/tolerance; the right of 520 × 200 px. */
export function histogramFigure({ from, to, counts }: Histogram): string {
  const box = { left: 276, top: 8, width: 236, height: 164 };
  const x = scale([from, to], box.left, box.left + box.width);
  const most = Math.max(...counts, 1);
  const width = box.width / counts.length;
  const bars = counts.map((count, bin) => {
    const middle = from + ((bin + 0.5) * (to - from)) / counts.length;
    const height = (count / most) * (box.height - 18);
    return `<rect class="bar${Math.abs(middle) > 1 ? ' far' : ''}" x="${(box.left + bin * width + 0.5).toFixed(1)}" y="${(box.top + box.height - height).toFixed(1)}" width="${(width - 1).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  const limits = [-1, 1].map(
    (end) => `<line class="limit" x1="${x(end).toFixed(1)}" x2="${x(end).toFixed(1)}" y1="${box.top + 14}" y2="${box.top + box.height}"/>`,
  );
  const numbers = [from, -1, 0, 1, to].map(
    (value) => `<text x="${x(value).toFixed(1)}" y="${box.top + box.height + 14}" text-anchor="middle">${tick(value)}</text>`,
  );
  return `${bars.join('')}<line class="frame" x1="${box.left}" x2="${box.left + box.width}" y1="${box.top + box.height}" y2="${box.top + box.height}"/>${limits.join('')}${numbers.join('')}<text x="${box.left + 4}" y="${box.top + 10}">(B − A) over tolerance</text>`;
}

interface Axis {
  readonly range: readonly [number, number];
  readonly unit: Unit;
}

/** The frame, and the ends of both axes with their units. */
function axes({ left, top, width, height }: { left: number; top: number; width: number; height: number }, x: Axis, y: Axis): string {
  const bottom = top + height;
  const [ends, heights] = [x, y].map(({ range, unit }) => {
    const { factor, unit: name } = prefixFor(Math.max(Math.abs(range[0]), Math.abs(range[1])), unit);
    return range.map((value) => `${tick(value / factor)} ${name}`.trim());
  });
  return (
    `<rect class="frame" x="${left}" y="${top}" width="${width}" height="${height}"/>` +
    `<text x="${left - 5}" y="${top + 10}" text-anchor="end">${heights[1]}</text><text x="${left - 5}" y="${bottom}" text-anchor="end">${heights[0]}</text>` +
    `<text x="${left}" y="${bottom + 14}">${ends[0]}</text><text x="${left + width}" y="${bottom + 14}" text-anchor="end">${ends[1]}</text>`
  );
}

function tick(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

function dot(x: number, y: number, isFar: boolean): string {
  return `<circle class="point${isFar ? ' far' : ''}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${isFar ? 2.6 : 2}"/>`;
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function scale([low, high]: readonly [number, number], from: number, to: number): Scale {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

function thinned(pairs: readonly Pair[]): readonly Pair[] {
  const stride = Math.ceil(pairs.length / MOST_POINTS);
  return pairs.filter((_, index) => index % stride === 0 || index === pairs.length - 1);
}

function extent(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const room = low === high ? Math.max(Math.abs(low) * 0.05, 1e-6) : 0.04 * (high - low);
  return [low - room, high + room];
}
