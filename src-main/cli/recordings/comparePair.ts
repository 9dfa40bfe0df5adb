import type { ComparedSource } from '../../../shared/compare.ts';
import packageInfo from '../../../package.json' with { type: 'json' };
import { CompareBench } from '../../host/compareBench.ts';
import type { ReadRun } from '../../host/compareProgram.ts';
import { collect, readComparedRun } from '../../host/compareRecording.ts';
import type { JobContext } from '../../host/jobs.ts';
import { chooseMachine } from '../../machines/chooseMachine.ts';
import { stemOf } from '../../recording/importers/importer.ts';
import { importFile } from '../../recording/importers/index.ts';
import type { ExitCode } from '../commands/command.ts';
import { readExperiment } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { createProgress } from '../training/progress.ts';
import { usageProblem } from '../usage.ts';
import { readAnyCalibration } from './calibrationFile.ts';
import { checkNames, settingsOf, type PairInvocation } from './compareOptions.ts';
import { comparisonJson, comparisonText } from './compareText.ts';
import { readImportSource } from './importSource.ts';

/** @returns 0 where all is within the tolerance, 1 otherwise */
export async function comparePair(names: readonly string[], options: PairInvocation, io: Io): Promise<ExitCode> {
  const [baseline, compared] = names.map((name) => sourceOf(name, options));
  const document = options.of === undefined ? null : await readExperiment(options.of, io, 'compare --of');
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
  const settings = settingsOf(options);
  const named = options.calibration;
  const calibration = named === undefined ? null : { name: named, document: await readAnyCalibration(named, io) };
  const start = options.start === 'measured' ? ('measured' as const) : ('program' as const);
  const task = { baseline, compared, document, calibration, start, steps: options.steps ?? null };
  const isComplete = await bench.run(task, { signal: control.signal, progress: show }).finally(() => {
    progress.finish();
    stopListening();
  });
  if (!isComplete) io.error('Stopped: what was measured until then is compared.\n');
  const { comparison, runs, updates, remarks } = bench.compare(settings);
  checkNames(comparison, settings);
  for (const remark of remarks) io.error(`${remark}\n`);
  if (options.report !== undefined) {
    const { html } = bench.report(settings, packageInfo.version);
    await files.writeBytes(options.report, new TextEncoder().encode(html));
  }
  const { edgeIds } = runs[0].experiment.network;
  io.out(options.json === true ? formatJson(comparisonJson(comparison, updates, edgeIds)) : comparisonText(comparison, updates));
  return comparison.verdict === 'within' ? 0 : 1;
}

const FOREIGN = /\.(npz|csv|tsv|txt)$/i;

/** Whether a side is a machine, by the name that --machine takes elsewhere; everything else is a recording. */
export function isMachineName(name: string): boolean {
  return /^(simulated|emulated)$|^(board|twin):/.test(name);
}

function sourceOf(name: string, { condition, board }: PairInvocation): ComparedSource {
  if (!isMachineName(name)) return { kind: 'run', run: name };
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
