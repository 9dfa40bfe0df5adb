import type { ComparedQuantity, ComparedSignal, ComparedSource, ComparisonView } from '../../../shared/compare.ts';
import { formatPlain, formatQuantity, type Unit } from '../../../shared/units.ts';
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
  return `${signal.name}: ${signedText(signal.maximum, signal.unit)} (${times} × tolerance) at ${formatPlain(signal.maximumTime ?? 0)}\u00a0s`;
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
