import type { Alignment } from '../../twin/comparison/align.ts';
import { compareRuns, type RunComparison } from '../../twin/comparison/compare.ts';
import { comparisonReport } from '../../twin/comparison/report.ts';
import type { ExitCode } from '../commands/command.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { jsonNumber, quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';
import { readMeasuredRuns } from './measuredRuns.ts';

const ABSOLUTE = 2e-3;
const SIGMAS = 3;
const SIGMA = 0.6e-3;

/** What `compare` is asked of two recordings. */
export const pairOptions = {
  align: { type: 'text', value: 'HOW', doc: 'step (the default), trigger or correlation.', choices: ['step', 'trigger', 'correlation'] },
  signal: { type: 'text', value: 'NAME', doc: 'The signal that is aligned by, as in the table; the first output otherwise.' },
  level: { type: 'number', value: 'V', minimum: -1e3, maximum: 1e3, doc: 'align trigger: the level that is crossed upwards.' },
  reach: {
    type: 'number',
    value: 'T',
    minimum: 0,
    maximum: 1e15,
    doc: 'align correlation: the largest shift that is tried, in steps or s.',
  },
  axis: { type: 'text', value: 'AXIS', doc: 'What counts as time: step (the default) or time.', choices: ['step', 'time'] },
  absolute: { type: 'number', value: 'V', minimum: 0, maximum: 1e3, doc: `Absolute tolerance; ${ABSOLUTE} otherwise.` },
  relative: { type: 'number', value: 'R', minimum: 0, maximum: 1e3, doc: 'Tolerance relative to A; 0 otherwise.' },
  sigmas: {
    type: 'number',
    value: 'K',
    minimum: 0,
    maximum: 1e3,
    doc: `Tolerance in standard deviations of a reading; ${SIGMAS} otherwise.`,
  },
  sigma: { type: 'number', value: 'V', minimum: 0, maximum: 1e3, doc: `Standard deviation of a reading; ${SIGMA} otherwise.` },
  'time-tolerance': {
    type: 'number',
    value: 'T',
    minimum: 0,
    maximum: 1e15,
    doc: 'Shift of single measurements that is forgiven, in steps or s; 0 otherwise.',
  },
  report: { type: 'text', value: 'FILE', doc: 'Writes the comparison as one HTML page.' },
} as const;

interface PairInvocation {
  readonly align?: string;
  readonly signal?: string;
  readonly level?: number;
  readonly reach?: number;
  readonly axis?: string;
  readonly absolute?: number;
  readonly relative?: number;
  readonly sigmas?: number;
  readonly sigma?: number;
  readonly 'time-tolerance'?: number;
  readonly report?: string;
  readonly meta?: string;
  readonly json?: true;
}

/** @returns 0 where all is within the tolerance, 1 otherwise */
export async function comparePair(names: readonly string[], options: PairInvocation, io: Io): Promise<ExitCode> {
  const [a, b] = await readMeasuredRuns(names, options.meta, io);
  const tolerance = {
    absolute: options.absolute ?? ABSOLUTE,
    relative: options.relative ?? 0,
    sigmas: options.sigmas ?? SIGMAS,
    sigma: options.sigma ?? SIGMA,
    time: options['time-tolerance'] ?? 0,
  };
  const axis = options.axis === 'time' ? 'time' : 'step';
  const comparison = compareRuns(a, b, axis, alignmentOf(options), tolerance, options.signal);
  if (options.report !== undefined) {
    await io.recordings.files.writeBytes(options.report, new TextEncoder().encode(comparisonReport(comparison, 'comparison')));
  }
  io.out(options.json === true ? formatJson(jsonOf(comparison)) : textOf(comparison));
  return comparison.verdict === 'within' ? 0 : 1;
}

function alignmentOf({ align, level, reach }: PairInvocation): Alignment {
  if (align === 'trigger') return { kind: 'trigger', level: level ?? 0 };
  if (align === 'correlation') return { kind: 'correlation', reach: reach ?? 1000 };
  return { kind: 'step' };
}

function jsonOf({ signals, ...rest }: RunComparison): unknown {
  return {
    ...rest,
    signals: signals.map(({ pairs: _, histogram, ...signal }) => ({
      ...Object.fromEntries(Object.entries(signal).map(([key, value]) => [key, typeof value === 'number' ? jsonNumber(value) : value])),
      histogram: { from: jsonNumber(histogram.from), to: jsonNumber(histogram.to), counts: histogram.counts },
    })),
  };
}

function textOf({ a, b, verdict, signals }: RunComparison): string {
  const right = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
  const rows = signals.map(({ name, unit, verdict: own, reason, shift, rootMeanSquare, maximum, maximumTime, slope, determination }) => {
    const plain = (value: number): string => (Number.isNaN(value) ? '—' : String(Number(value.toPrecision(4))));
    const volts = (value: number): string => (Number.isNaN(value) ? '—' : unit === 'V' ? quantity(value, 'V', 3) : `${plain(value)} V²`);
    const remark = reason === '' ? own : `${own}: ${reason}`;
    return [name, remark, plain(shift), volts(rootMeanSquare), volts(maximum), plain(maximumTime), plain(slope), plain(determination)];
  });
  const columns = [{ title: 'signal' }, { title: 'verdict' }, ...['shift', 'RMS of B − A', 'largest', 'at', 'slope', 'R²'].map(right)];
  return `${a} (A) and ${b} (B): ${verdict}\n\n${textTable(columns, rows)}\n`;
}
