import { basename } from 'node:path';
import packageInfo from '../../../package.json' with { type: 'json' };
import { RunLibrary } from '../../recording/library.ts';
import { newPath } from '../../recording/place.ts';
import { runId } from '../../recording/runsFolder.ts';
import { machineOptions, openMachine } from '../boards/machineChoice.ts';
import { compileAt, placeOf, readExperiment } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count, jsonNumber, quantity } from '../quantity.ts';
import { bytesText } from '../recordings/describe.ts';
import { recordRun, type RecordedRun } from '../recordings/recordRun.ts';
import { duration } from '../training/progress.ts';
import { stopText } from '../training/textReport.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand } from './command.ts';

/** Trains a network and keeps everything that was measured. */
export const record = defineCommand({
  spec: {
    kind: 'record',
    title: 'Record a run',
    doc:
      'Trains the network of an experiment and writes every measurement, with the state of every edge and node, to one file (MCAP) that is ' +
      'safe from one second to the next: a crash or a full disk loses no more than the last second. The computer is kept awake where its ' +
      'system allows it. Ctrl-C ends the ' +
      'run and closes the file (exit code 1).',
    parameters: {},
    arguments: [{ name: 'FILE|NAME', doc: 'A twinbench.experiment document, - for standard input, or the name of a task.' }],
    options: {
      seed: { type: 'integer', value: 'N', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, doc: 'Seed instead of the one of the document.' },
      steps: { type: 'integer', value: 'N', minimum: 1, maximum: 1e12, doc: 'Training steps instead of those of the document.' },
      every: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        maximum: 1e12,
        doc: 'Steps between measurements instead of those of the document.',
      },
      to: { type: 'text', value: 'PATH', doc: 'The file to write (.mcap); otherwise a new one in the folder of the runs.' },
      name: { type: 'text', value: 'TEXT', doc: 'What the run is to be called.' },
      note: { type: 'text', value: 'TEXT', doc: 'A note that goes with it.' },
      ...machineOptions,
      json: {
        type: 'flag',
        doc: 'Prints {"id", "path", "steps", "bytes", "isInterrupted", "isReached", "error", "problem"} and nothing else on standard output.',
      },
    },
    examples: [
      'twinbench record xor',
      'twinbench record iris --seed 7 --name "second board" --note "fan on"',
      'twinbench record xor --every 100 --to xor.mcap',
    ],
  },

  async run({ arguments: [name], options }, io) {
    const written = await readExperiment(name, io, 'record');
    const { seed = written.seed, steps = written.steps, every = written.measure.every } = options;
    const experiment = compileAt({ ...written, steps, seed, measure: { ...written.measure, every } }, placeOf(name));
    const { clock, keepAwake } = io.recordings;
    const createdAt = clock.now();
    const path = await placeFor(options.to, runId(createdAt, written.title), io);
    const id = basename(path).replace(/\.mcap$/, '');
    const wakefulness = await keepAwake(`Recording ${written.title}`);
    if (!wakefulness.isHeld) io.error(`The computer may fall asleep while this is recorded: ${wakefulness.how}.\n`);
    try {
      const parts = { id, name: options.name ?? '', createdAt, program: `twinbench ${packageInfo.version}` };
      const machine = await openMachine(experiment, options, io);
      const run = await recordRun(machine, path, parts, options.note ?? '', io).finally(() => machine.close?.());
      // Beside the recording too, where lists and searches find it without reading the whole file.
      if (options.note !== undefined) await new RunLibrary(io.recordings.folder, io.recordings.files, clock).addNote(path, options.note);
      report(run, id, options.json === true, io);
      return run.isInterrupted || run.isReached === false || run.writer.problem !== null ? 1 : 0;
    } finally {
      wakefulness.release();
    }
  },
});

/** The path that was asked for, or a new one in the folder of the runs. */
async function placeFor(wanted: string | undefined, id: string, { recordings }: Io): Promise<string> {
  if (wanted !== undefined) {
    if (wanted.endsWith('.mcap')) return wanted;
    throw usageProblem(
      'The recording has no place to go',
      `--to ${wanted}`,
      'a recording is a file whose name ends in .mcap',
      'Add .mcap.',
    );
  }
  return newPath(recordings, id);
}

function report(
  { writer, steps, isInterrupted, stopped, isReached, error, wallTime }: RecordedRun,
  id: string,
  isJson: boolean,
  io: Io,
): void {
  const { path, size, problem } = writer;
  if (isJson) {
    return io.out(formatJson({ id, path, steps, bytes: size, isInterrupted, isReached, error: jsonNumber(error), problem }));
  }
  const { document } = writer.header;
  const lines = [
    `${document.title}, seed ${document.seed}: ${count(steps)}${isInterrupted ? ` of ${count(document.steps)}` : ''} steps in ${duration(wallTime)}`,
    ...(stopped === null ? [] : [`  ${stopText(stopped)}`]),
    `  ${path} (${bytesText(size)})${problem === null ? '' : ': incomplete'}`,
    `  Error ${quantity(error, 'V²')}${isReached === null ? '' : `; goal ${isReached ? 'reached' : 'not reached'}`}`,
  ];
  io.out(`${lines.join('\n')}\n`);
}
