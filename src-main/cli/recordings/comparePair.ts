import { comparedQuantities, type ComparedSource, type ComparisonSettings } from '../../../shared/compare.ts';
import { formatQuantity } from '../../../shared/units.ts';
import { chooseMachine } from '../../machines/chooseMachine.ts';
import { CompareBench } from '../../host/compareBench.ts';
import { collect, readComparedRun, type ReadRun } from '../../host/compareRecording.ts';
import type { JobContext } from '../../host/jobs.ts';
import packageInfo from '../../../package.json' with { type: 'json' };
import { stemOf } from '../../recording/importers/importer.ts';
import { importFile } from '../../recording/importers/index.ts';
import type { RunComparison, SignalComparison } from '../../twin/comparison/compare.ts';
import type { ExitCode } from '../commands/command.ts';
import { readExperiment } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { jsonNumber } from '../quantity.ts';
import { textTable } from '../textTable.ts';
import { createProgress } from '../training/progress.ts';
import { usageProblem } from '../usage.ts';
import { readImportSource } from './importSource.ts';

/** What `compare` is asked of two sides. */
export const pairOptions = {
  of: { type: 'text', value: 'FILE|NAME', doc: 'The experiment that two machines run, as `twinbench train` takes it.' },
  steps: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 100_000_000,
    doc: 'Steps that two machines run; those of the experiment otherwise.',
  },
  align: { type: 'text', value: 'HOW', doc: 'step (the default), trigger or correlation.', choices: ['step', 'trigger', 'correlation'] },
  signal: { type: 'text', value: 'NAME', doc: 'The signal that is aligned by, as in the table; the first output otherwise.' },
  level: { type: 'number', value: 'V', minimum: -1e3, maximum: 1e3, doc: 'align trigger: the level that is crossed upwards; 0 otherwise.' },
  reach: {
    type: 'number',
    value: 'S',
    minimum: 1e-9,
    maximum: 1e9,
    doc: 'align correlation: the largest shift that is tried, s; 0.1 otherwise.',
  },
  absolute: {
    type: 'number',
    value: 'V',
    minimum: 0,
    maximum: 1e3,
    doc: 'Absolute tolerance of voltages; two steps of the converters otherwise.',
  },
  relative: {
    type: 'number',
    value: 'R',
    minimum: 0,
    maximum: 1e3,
    doc: 'Tolerance relative to A; 0.02 of edge states, else 0, otherwise.',
  },
  sigmas: { type: 'number', value: 'K', minimum: 0, maximum: 1e3, doc: 'Tolerance in standard deviations of a reading; 3 otherwise.' },
  sigma: {
    type: 'number',
    value: 'V',
    minimum: 0,
    maximum: 1e3,
    doc: 'Standard deviation of a reading of a voltage; as measured otherwise.',
  },
  'time-tolerance': {
    type: 'number',
    value: 'S',
    minimum: 0,
    maximum: 1e9,
    doc: 'Difference in time alone that is forgiven, s; 0 otherwise.',
  },
  report: { type: 'text', value: 'FILE', doc: 'Writes the comparison as one HTML page.' },
} as const;

interface PairInvocation {
  readonly of?: string;
  readonly steps?: number;
  readonly align?: string;
  readonly signal?: string;
  readonly level?: number;
  readonly reach?: number;
  readonly absolute?: number;
  readonly relative?: number;
  readonly sigmas?: number;
  readonly sigma?: number;
  readonly 'time-tolerance'?: number;
  readonly report?: string;
  readonly meta?: string;
  readonly condition?: string;
  readonly board?: number;
  readonly json?: true;
}

/** @returns 0 where all is within the tolerance, 1 otherwise */
export async function comparePair(names: readonly string[], options: PairInvocation, io: Io): Promise<ExitCode> {
  const [baseline, compared] = names.map((name) => sourceOf(name, options));
  const document = options.of === undefined ? null : await readExperiment(options.of, io);
  const areMachines = baseline.kind === 'machine' && compared.kind === 'machine';
  if (areMachines !== (document !== null)) {
    const why = areMachines ? 'two machines need an experiment to run' : 'a machine beside a recording runs the program of the recording';
    throw usageProblem('It is not clear what is to be run', '--of', why, areMachines ? 'Add --of xor, or --of FILE.' : 'Leave --of away.');
  }
  const { files } = io.recordings;
  const read = (name: string, watch: JobContext): Promise<ReadRun> =>
    FOREIGN.test(name) ? readForeign(name, options.meta, io) : readComparedRun(name, io.recordings, watch);
  const bench = new CompareBench(io.recordings, read);
  const control = new AbortController();
  const stopListening = io.onInterrupt(() => control.abort());
  const progress = createProgress(io, 1000);
  const show = (done: number): void => progress.show(Math.round(1000 * done), Number.NaN);
  const task = { baseline, compared, document, steps: options.steps ?? null };
  const isComplete = await bench.run(task, { signal: control.signal, progress: show }).finally(() => {
    progress.finish();
    stopListening();
  });
  if (!isComplete) io.error('Stopped: what was measured until then is compared.\n');
  const settings = settingsOf(options);
  const { comparison } = bench.compare(settings);
  if (options.report !== undefined) {
    const { html } = bench.report(settings, packageInfo.version);
    await files.writeBytes(options.report, new TextEncoder().encode(html));
  }
  io.out(options.json === true ? formatJson(jsonOf(comparison)) : textOf(comparison));
  return comparison.verdict === 'within' ? 0 : 1;
}

const FOREIGN = /\.(npz|csv|tsv|txt)$/i;

/** A machine by the name that --machine takes elsewhere; everything else is a recording. */
function sourceOf(name: string, { condition, board }: PairInvocation): ComparedSource {
  if (!/^(simulated|emulated)$|^board:/.test(name)) return { kind: 'run', run: name };
  chooseMachine(name);
  const emulation = name === 'emulated' ? { condition: condition as 'ideal' | 'mild' | 'laboratory' | undefined, board } : {};
  return { kind: 'machine', machine: name, ...emulation };
}

async function readForeign(path: string, meta: string | undefined, io: Io): Promise<ReadRun> {
  const imported = importFile(await readImportSource(path, meta, io));
  if (imported.kind === 'document') {
    throw usageProblem('There is nothing to compare', path, 'it is a dataset, not a run', 'Give a recording of a run with node voltages.');
  }
  const { header, events } = imported;
  const states = events.filter(({ kind }) => kind === 'state');
  const lastStep = states.reduce((last, { step }) => Math.max(last, step), 0);
  const { document, machine } = header;
  return collect({ title: stemOf(path), machine, document, stateCount: states.length, lastStep, events });
}

/** Of the quantities in V what was said; the tolerance of drives is left to the measurements. */
function settingsOf(options: PairInvocation): ComparisonSettings {
  const { align, level, reach, absolute, relative, sigmas, sigma } = options;
  const voltages = Object.fromEntries(Object.entries({ absolute, relative, sigmas, sigma }).filter(([, value]) => value !== undefined));
  const kind = align ?? 'step';
  return {
    alignment: kind === 'trigger' ? { kind, level: level ?? 0 } : kind === 'correlation' ? { kind, reach: reach ?? 0.1 } : { kind: 'step' },
    aligner: options.signal ?? '',
    tolerances: Object.fromEntries(comparedQuantities.filter((quantity) => quantity !== 'drive').map((quantity) => [quantity, voltages])),
    time: options['time-tolerance'] ?? 0,
  };
}

function jsonOf({ signals, ...rest }: RunComparison): unknown {
  const plain = (value: unknown): unknown => (typeof value === 'number' ? jsonNumber(value) : value);
  const entries = (object: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, plain(value)]));
  return { ...entries(rest), signals: signals.map(({ pairs: _, ...signal }) => entries(signal)) };
}

function textOf({ a, b, verdict, reason, shift, correlation, axis, signals }: RunComparison): string {
  const right = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
  const plain = (value: number): string => (Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4))));
  const inUnit = (value: number, { unit }: SignalComparison): string => formatQuantity(Number.isNaN(value) ? null : value, unit);
  const rows = signals.map((signal) => [
    signal.name,
    signal.reason === '' ? signal.verdict : `${signal.verdict}: ${signal.reason}`,
    inUnit(signal.rootMeanSquare, signal),
    inUnit(signal.maximum, signal),
    plain(signal.maximumSeconds),
    plain(signal.ratio),
    plain(signal.slope),
    plain(signal.determination),
  ]);
  const columns = [
    { title: 'signal' },
    { title: 'verdict' },
    ...['RMSE', 'largest B − A', 'at, s', '× tolerance', 'slope', 'R²'].map(right),
  ];
  const aligned =
    shift === 0 || Number.isNaN(shift)
      ? ''
      : `B shifted by ${plain(shift)} ${axis === 'step' ? 'steps' : 's'}${Number.isNaN(correlation) ? '' : `, correlation ${plain(correlation)}`}\n`;
  return `${a} (A) and ${b} (B): ${verdict}${reason === '' ? '' : `; ${reason}`}\n${aligned}\n${textTable(columns, rows)}\n`;
}
