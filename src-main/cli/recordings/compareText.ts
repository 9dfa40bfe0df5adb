import type { FoundUpdates } from '../../host/compareView.ts';
import type { RunComparison, SignalComparison } from '../../twin/comparison/compare.ts';
import type { UpdateResidual } from '../../twin/comparison/updates.ts';
import { jsonNumber, quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

/** Everything that was found, without the single measurements. */
export function comparisonJson({ signals, ...rest }: RunComparison, updates: FoundUpdates | null, edgeIds: readonly string[]): unknown {
  const plain = (value: unknown): unknown => (typeof value === 'number' ? jsonNumber(value) : value);
  const entries = (object: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, plain(value)]));
  return {
    ...entries(rest),
    signals: signals.map(({ pairs: _, ...signal }) => entries(signal)),
    updates: updates === null || updates.residual === null ? null : updatesJson(updates, updates.residual, edgeIds),
  };
}

/** A table of all signals, and what stands above it. */
export function comparisonText(
  { a, b, verdict, reason, shift, correlation, axis, signals }: RunComparison,
  updates: FoundUpdates | null,
): string {
  const right = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
  const plain = (value: number): string => (Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4))).replace(/^-/, '−'));
  const inUnit = (value: number, { unit }: SignalComparison): string => quantity(value, unit, 3);
  const rows = signals.map((signal) => [
    signal.name,
    signal.reason === '' ? signal.verdict : `${signal.verdict}: ${signal.reason}`,
    inUnit(signal.rootMeanSquare, signal),
    inUnit(signal.maximum, signal),
    plain(signal.maximumSeconds),
    plain(signal.ratio),
    plain(signal.slope),
    inUnit(signal.bias, signal),
    plain(signal.determination),
  ]);
  const columns = [
    { title: 'signal' },
    { title: 'verdict' },
    ...['RMSE', 'largest B − A', 'at, s', '× tolerance', 'slope', 'bias', 'R²'].map(right),
  ];
  const by = axis === 'step' ? `${plain(shift)} steps` : quantity(shift, 's', 3);
  const aligned =
    shift === 0 || Number.isNaN(shift)
      ? ''
      : `B shifted by ${by}${Number.isNaN(correlation) ? '' : `, correlation ${correlation.toFixed(4)}`}\n`;
  return `${a} (A) and ${b} (B): ${verdict}${reason === '' ? '' : `; ${reason}`}\n${aligned}${updatesText(updates)}\n${textTable(columns, rows)}\n`;
}

function updatesText(updates: FoundUpdates | null): string {
  if (updates === null || updates.residual === null) return '';
  const { correlation, measured, missed } = updates.residual;
  return (
    `updates of ${updates.of.toUpperCase()}, predicted by ${updates.by}: correlation ${Number.isNaN(correlation) ? '–' : correlation.toFixed(3)}, ` +
    `${quantity(missed, 'V', 3)} of ${quantity(measured, 'V', 3)} missed (root mean square)\n`
  );
}

function updatesJson({ of, by }: FoundUpdates, residual: UpdateResidual, edgeIds: readonly string[]): unknown {
  const { correlation, measured, missed, byEdge } = residual;
  const edges = byEdge.map(({ edge, ...rest }) => ({
    edge: edgeIds[edge],
    correlation: jsonNumber(rest.correlation),
    missed: jsonNumber(rest.missed),
    drift: jsonNumber(rest.drift),
  }));
  return { of, by, correlation: jsonNumber(correlation), measured: jsonNumber(measured), missed: jsonNumber(missed), edges };
}
