import type { ComparedAlignment, ComparedQuantity, ComparedSignal, ComparedSource, ComparisonView } from '../../../shared/compare.ts';
import { formatPlain, formatQuantity, type Unit } from '../../../shared/units.ts';
import { rangeOf } from '../../plots/canvas.ts';
import type { Theme } from '../../view/colours.ts';

/** A tolerance is kept or broken by how much: |Δ|/tolerance up to 1, 2, 3 and beyond. */
const verdictStops: Record<Theme, readonly string[]> = {
  light: ['#8a9099', '#e0a458', '#c4561b', '#7a0f1d'],
  dark: ['#69717c', '#a8682a', '#e8862f', '#ffa08f'],
};
export const verdictSteps = ['≤ 1 within', '1–2', '2–3', '> 3'] as const;

/** Colour of a multiple of the tolerance; grey where it is not known. */
export function verdictColour(ratio: number | null, theme: Theme): string {
  const size = Math.abs(ratio ?? 0);
  return verdictStops[theme][size <= 1 ? 0 : size <= 2 ? 1 : size <= 3 ? 2 : 3];
}

export function verdictLegend(theme: Theme): { colour: string; text: string }[] {
  return verdictSteps.map((text, index) => ({ text, colour: verdictStops[theme][index] }));
}

export const quantityTitles: Record<ComparedQuantity, string> = {
  output: 'outputs',
  error: 'error',
  free: 'free nodes',
  clamped: 'clamped nodes',
  state: 'edge states',
  drive: 'drives ΔV_F² − ΔV_C²',
};

/** "✓ within", "▲ outside", "⊘ not aligned". */
export const verdictWords = { within: '✓ within', outside: '▲ outside', 'not aligned': '⊘ not aligned' } as const;

/** A multiple of the tolerance: "+2.3×"; "" where it is not known. */
export function multipleText(ratio: number | null): string {
  if (ratio === null) return '';
  if (Math.abs(ratio) >= 1000) return `${ratio < 0 ? '−' : '+'}>1000×`;
  const text = Math.abs(ratio) >= 100 ? Math.abs(ratio).toFixed(0) : Math.abs(ratio).toFixed(1);
  return `${ratio < 0 ? '−' : '+'}${text}×`;
}

/** A difference with its sign. */
export function signedText(value: number | null, unit: Unit): string {
  return `${(value ?? 0) > 0 ? '+' : ''}${formatQuantity(value, unit)}`;
}

export function percentText(fraction: number | null): string {
  return fraction === null ? '–' : `${(100 * fraction).toFixed(fraction > 0.9995 || fraction < 0.0005 ? 0 : 1)}\u00a0%`;
}

/** The signal that is farthest outside, in words: "gate e13: −341 mV (3.4 × tolerance) at 4.11 s". */
export function worstText({ signals, worst }: ComparisonView): string {
  const signal = signals.find(({ name }) => name === worst);
  if (signal === undefined) return '';
  const times = formatPlain(Math.abs(signal.worst ?? 0), 2);
  return `${signal.name}: ${signedText(signal.maximum, signal.unit)} (${times} × tolerance) at ${formatQuantity(signal.maximumTime, 's')}`;
}

const rank = { outside: 0, 'not aligned': 1, within: 2 } as const;

/** What is wrong first, the farthest outside first of all. */
export function sortedSignals(signals: readonly ComparedSignal[]): ComparedSignal[] {
  return signals.toSorted((one, other) => rank[one.verdict] - rank[other.verdict] || Math.abs(other.worst ?? 0) - Math.abs(one.worst ?? 0));
}

/** The side that is drawn as a line: the twin, as in the papers; the baseline where both or none are measured. */
export function lineSide({ a, b }: Pick<ComparisonView, 'a' | 'b'>): 'a' | 'b' {
  return a.isMeasured && !b.isMeasured ? 'b' : 'a';
}

/** The ways to lay B on A. */
export const alignmentTitles: Record<ComparedAlignment['kind'], { title: string; short: string; doc: string }> = {
  step: { title: 'By step', short: 'by step', doc: 'Measurements after equally many steps belong together.' },
  trigger: { title: 'At a level', short: 'level', doc: 'Where the signal first rises through it.' },
  marker: { title: 'At a mark', short: 'mark', doc: 'A cut, a changed parameter or a mark that both recordings have.' },
  correlation: { title: 'By correlation', short: 'correlation', doc: 'At the shift where the signal of B is most like that of A.' },
  manual: { title: 'By hand', short: 'by hand', doc: 'By this shift. Dragging in the plot of a signal, or < and > there, does the same.' },
};

/** "−2.15 ms, r 0.9967"; "" where B is not shifted. */
export function shiftText({ shift, shiftUnit, correlation }: Pick<ComparisonView, 'shift' | 'shiftUnit' | 'correlation'>): string {
  if (shift === null) return 'no shift';
  if (shiftUnit === 'step') return '';
  return `${signedText(shift, 's')}${correlation === null ? '' : `, r ${correlation.toFixed(4)}`}`;
}

/** Texts of the marks that both sides have. */
export function commonMarks({ marks }: Pick<ComparisonView, 'marks'>): string[] {
  const textsOf = (side: 'a' | 'b'): Set<string> => new Set(marks.filter((mark) => mark.side === side).map(({ text }) => text));
  return [...textsOf('a')].filter((text) => textsOf('b').has(text));
}

/** The shift of B that is shown, s; by steps there is none. */
export function shiftOf({ shift, shiftUnit }: Pick<ComparisonView, 'shift' | 'shiftUnit'>): number {
  return shiftUnit === 's' ? (shift ?? 0) : 0;
}

/** What is said in the corner of a course. */
export function courseNotes({ rootMeanSquare, maximum, maximumTime, within, unit }: ComparedSignal, shift: string): string[] {
  if (rootMeanSquare === null) return [];
  return [
    ...(shift === '' ? [] : [`B shifted by ${shift}`]),
    `RMSE ${formatQuantity(rootMeanSquare, unit)}, ${percentText(within)} within`,
    `max ${signedText(maximum, unit)} at ${formatQuantity(maximumTime, 's')}`,
  ];
}

/** What is said beside a parity plot. */
export function parityNotes({ points, slope, bias, determination }: ComparisonView['parity'], unit: Unit): string[] {
  if (points.length === 0) return [];
  const missed = Math.sqrt(points.reduce((sum, { a, b }) => sum + (b - a) ** 2, 0) / points.length);
  return [
    `R² ${determination === null ? '–' : determination.toFixed(3)}`,
    `slope ${slope === null ? '–' : formatPlain(slope)}`,
    `bias ${signedText(bias, unit)}`,
    `RMSE ${formatQuantity(missed, unit)}`,
  ];
}

/** What is said in the corner of the plot of the updates. */
export function updateNotes({ correlation, measured, missed }: NonNullable<ComparisonView['updates']>): string[] {
  return [`r ${correlation?.toFixed(3) ?? '–'}`, `missed ${formatQuantity(missed, 'V')} of ${formatQuantity(measured, 'V')}`];
}

/** What the axis of a course spans, s: from the first step, with a little room. */
export function courseSpan({ times }: NonNullable<ComparisonView['course']>): [number, number] {
  const [low, high] = rangeOf(times, 0.02);
  const first = times[0] ?? 0;
  // A run that is looked at from about its beginning has its zero; a part that begins late fills the axis.
  return first >= 0 && first < 0.25 * high ? [0, high] : [first >= 0 ? Math.max(low, 0) : low, high];
}

/** The twin of a calibration that can be chosen: "twin:ID". */
export interface TwinEntry {
  readonly machine: string;
  readonly title: string;
}

/** A source as the value of an option, and back. */
export function keyOf(source: ComparedSource): string {
  if (source.kind === 'run') return `run ${source.run}`;
  return `machine ${source.machine} ${source.condition ?? ''}`.trim();
}

export function sourceOf(key: string): ComparedSource {
  const [kind, name, condition] = key.split(' ');
  if (kind === 'run') return { kind: 'run', run: key.slice('run '.length) };
  if (name === 'emulated') return { kind: 'machine', machine: name, condition: (condition ?? 'mild') as 'ideal' | 'mild' | 'laboratory' };
  return { kind: 'machine', machine: key.slice('machine '.length) };
}

/** Signals of one quantity by the edge or the node that they belong to. */
export function signalsBy(view: ComparisonView, quantity: ComparedQuantity, place: 'edge' | 'node'): Map<number, ComparedSignal> {
  return new Map(
    view.signals.flatMap((signal) => (signal.quantity === quantity && signal[place] >= 0 ? [[signal[place], signal] as const] : [])),
  );
}
