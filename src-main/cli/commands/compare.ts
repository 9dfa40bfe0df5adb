import { basename } from 'node:path';
import { createIdealTwin } from '../../analysis/idealTwin.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import type { RecordedEvent } from '../../machine/recorded.ts';
import { median, quantile } from '../../math/statistics.ts';
import { importFile } from '../../recording/importers/index.ts';
import { RunLibrary } from '../../recording/library.ts';
import { openRecording } from '../../recording/reader.ts';
import type { NewEvent } from '../../recording/writer.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count, quantity } from '../quantity.ts';
import { emulationOptions } from '../boards/machineChoice.ts';
import { pairOptions } from '../recordings/compareOptions.ts';
import { comparePair, isMachineName } from '../recordings/comparePair.ts';
import { readImportSource } from '../recordings/importSource.ts';
import { textTable } from '../textTable.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

/** Holds measured node voltages against the ideal network. */
export const compare = defineCommand({
  spec: {
    kind: 'compare',
    title: 'Compare two runs or machines, or measured states with the ideal twin',
    doc:
      'Two sides A and B are held against each other, signal by signal: aligned by step, by a trigger or by correlation, each signal within or ' +
      'outside the tolerance max(absolute, relative·|A|, k·σ). A side is a recording or a machine (simulated, emulated, board:PATH, or twin:ID and twin:FILE ' +
      'for the twin of a calibration): a machine runs ' +
      'the program of the other side’s recording, from the state in which that begins, or two machines run --of side by side. With --ideal or --threshold, or for any other number of recordings: ' +
      'solves the ideal network, every edge alike, with the measured states of its edges and with inputs and supplies imposed as measured, and ' +
      'prints how far the measured voltages of the other nodes of the free network lie from it: the root mean square over these nodes, its ' +
      'median, 90th percentile and maximum over the states. Nothing is fitted.',
    parameters: {},
    arguments: [{ name: 'FILE|ID', doc: 'Recordings, IDs of runs, files that `twinbench import` takes, or machines.', isRepeated: true }],
    options: {
      threshold: {
        type: 'number',
        value: 'V',
        minimum: -100,
        maximum: 100,
        doc: 'Threshold voltage of every transistor, instead of those of the experiment, V.',
      },
      meta: { type: 'text', value: 'FILE', doc: 'The side file of the files to import.' },
      ideal: { type: 'flag', doc: 'Compares each recording with the ideal network, also where there are two.' },
      ...pairOptions,
      condition: emulationOptions.condition,
      board: emulationOptions.board,
      json: {
        type: 'flag',
        doc: 'Prints {"a", "b", "verdict", "signals"}, or of the ideal network [{"run", "states", "medianError", "percentile90", "worst"}], in V, "all" last, and nothing else.',
      },
    },
    examples: [
      'twinbench compare A.mcap B.mcap --report report.html',
      'twinbench compare simulated emulated --of xor --steps 10000 --condition mild',
      'twinbench compare run.mcap simulated',
      'twinbench compare twin:board.json run.mcap --align correlation --tolerance "free:absolute=0.002,gate e14:relative=0.05"',
      'twinbench compare run.mcap --threshold 0.62',
      'twinbench compare *.npz --meta runs.json --threshold 0.62 --json',
    ],
  },

  async run({ arguments: names, options }, io): Promise<ExitCode> {
    if (names.length === 2 && options.ideal !== true && options.threshold === undefined) return comparePair(names, options, io);
    const machine = names.find(isMachineName);
    if (machine !== undefined) {
      throw usageProblem(
        'A machine is compared with one other side',
        machine,
        `it stands ${names.length === 1 ? 'alone' : `among ${names.length} sides, or beside --ideal or --threshold`}`,
        'Give two sides, and neither --ideal nor --threshold.',
      );
    }
    const all: number[] = [];
    const results: Result[] = [];
    for (const name of names) {
      const errors = await errorsOf(name, options.threshold ?? null, options.meta, io);
      results.push(resultOf(basename(name), errors));
      for (const error of errors) all.push(error);
    }
    if (results.length > 1) results.push(resultOf('all', all));
    io.out(options.json === true ? formatJson(results) : textOf(results));
    return 0;
  },
});

/** Errors in V. */
interface Result {
  readonly run: string;
  readonly states: number;
  readonly medianError: number;
  readonly percentile90: number;
  readonly worst: number;
}

/** The error of every state of a run, V. */
async function errorsOf(name: string, threshold: number | null, meta: string | undefined, io: Io): Promise<number[]> {
  const isForeign = /\.(npz|csv|tsv|txt)$/i.test(name);
  const errors = isForeign ? await foreignErrors(name, threshold, meta, io) : await recordedErrors(name, threshold, io);
  if (errors.length === 0) {
    throw usageProblem(
      'There is nothing to compare',
      name,
      'it holds no state of the network',
      'Give a recording of a run with node voltages.',
    );
  }
  return errors;
}

function resultOf(run: string, errors: readonly number[]): Result {
  return { run, states: errors.length, medianError: median(errors), percentile90: quantile(errors, 0.9), worst: quantile(errors, 1) };
}

async function foreignErrors(path: string, threshold: number | null, meta: string | undefined, io: Io): Promise<number[]> {
  const imported = importFile(await readImportSource(path, meta, io));
  return imported.kind === 'document' ? [] : imported.events.flatMap(errorOf(imported.header.document, threshold));
}

async function recordedErrors(name: string, threshold: number | null, io: Io): Promise<number[]> {
  const { files, folder, clock } = io.recordings;
  const recording = await openRecording(await new RunLibrary(folder, files, clock).find(name), files);
  try {
    const measure = errorOf(recording.header.document, threshold);
    const errors: number[] = [];
    for await (const event of recording.events()) errors.push(...measure(event));
    return errors;
  } finally {
    await recording.close();
  }
}

/** The error of a state, V; of all other events none. */
function errorOf(document: ExperimentDocument, threshold: number | null): (event: RecordedEvent | NewEvent) => number[] {
  const twin = createIdealTwin(compileExperiment(document), threshold);
  return (event) => {
    const error = event.kind === 'state' ? twin.error(event) : Number.NaN;
    return Number.isNaN(error) ? [] : [error];
  };
}

function textOf(results: readonly Result[]): string {
  const numeric = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
  const rows = results.map(({ run, states, medianError, percentile90, worst }) => [
    run,
    count(states),
    ...[medianError, percentile90, worst].map((error) => quantity(error, 'V', 3)),
  ]);
  return `${textTable([{ title: 'run' }, numeric('states'), numeric('median'), numeric('90 %'), numeric('worst')], rows)}\n`;
}
