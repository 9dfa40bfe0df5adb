import { basename } from 'node:path';
import { exporters } from '../../recording/exporters/index.ts';
import type { Exporter } from '../../recording/exporters/exporter.ts';
import { select, type ExportSpan } from '../../recording/exporters/selection.ts';
import { RunLibrary } from '../../recording/library.ts';
import { openRecording } from '../../recording/reader.ts';
import { writePieces } from '../../recording/writeFile.ts';
import { bytesText } from '../recordings/describe.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const formats = Object.keys(exporters) as (keyof typeof exporters)[];

/** Writes a recording for other programs. */
export const exportRun = defineCommand({
  spec: {
    kind: 'export',
    title: 'Export a recording',
    doc:
      'Writes a recording, or a part of it, for other programs, with units and the names of axes inside. The size is told before anything is ' +
      `written. ${formats.map((format) => `${format}: ${exporters[format].spec.doc}`).join(' ')}`,
    parameters: {},
    arguments: [{ name: 'FILE|ID', doc: 'A recording, or the ID of a run (`twinbench runs list`).' }],
    options: {
      to: { type: 'text', value: 'FORMAT', doc: `One of ${formats.join(', ')}.`, choices: formats },
      out: { type: 'text', value: 'PATH', doc: 'The file to write; otherwise one called like the run, in the current folder.' },
      'from-step': { type: 'integer', value: 'N', minimum: 0, maximum: 1e15, doc: 'First step of the part.' },
      'to-step': { type: 'integer', value: 'N', minimum: 0, maximum: 1e15, doc: 'Last step of the part.' },
      'from-time': { type: 'number', value: 'S', minimum: 0, maximum: 1e15, doc: 'Learning time at which the part begins, s.' },
      'to-time': { type: 'number', value: 'S', minimum: 0, maximum: 1e15, doc: 'Learning time at which it ends, s.' },
      'decimal-comma': { type: 'flag', doc: 'csv: decimal commas, with semicolons between the columns.' },
      estimate: { type: 'flag', doc: 'Tells the size and writes nothing.' },
    },
    examples: [
      'twinbench export run.mcap --to csv',
      'twinbench export 2026-11-21-0453 --to hdf5 --out /data/xor.h5',
      'twinbench export run.mcap --to mat --from-step 1000 --to-step 5000',
      'twinbench export run.mcap --to spice --to-step 200',
    ],
  },

  async run({ arguments: [name], options }, io): Promise<ExitCode> {
    const format = formats.find((known) => known === options.to);
    if (format === undefined) {
      throw usageProblem('The format is missing', 'twinbench export', 'no --to was given', `Add --to ${formats.join(', --to ')}.`);
    }
    const hasComma = options['decimal-comma'] === true;
    if (hasComma && format !== 'csv') {
      throw usageProblem(
        'The option does not fit',
        `--to ${format} --decimal-comma`,
        `numbers are not text in ${format}`,
        'Leave --decimal-comma out.',
      );
    }
    const { files, folder, clock } = io.recordings;
    const recording = await openRecording(await new RunLibrary(folder, files, clock).find(name), files);
    try {
      const selection = await select(recording, spanOf(options));
      const exporter = exporters[format] as Exporter;
      const config = { kind: format, ...(format === 'csv' ? { decimal: hasComma ? 'comma' : 'point' } : {}) };
      const size = bytesText(exporter.estimate(selection.extent, config));
      if (options.estimate === true) {
        io.out(`About ${size}\n`);
        return 0;
      }
      io.error(`Writing about ${size} …\n`);
      const written = exporter.files(selection, config);
      for (const file of written) {
        // A file that is the only one may end as its format is called: .hdf5 as well as .h5.
        const isNamed = written.length === 1 && options.out?.endsWith(`.${format}`) === true;
        const path = isNamed ? options.out : pathOf(options.out ?? recording.header.id, file.suffix);
        io.out(`${path} (${bytesText(await writePieces(path, file.bytes(), io.recordings.files))})\n`);
      }
      return 0;
    } finally {
      await recording.close();
    }
  },
});

type SpanOptions = { readonly [K in 'from-step' | 'to-step' | 'from-time' | 'to-time']?: number };

/** @throws ProblemError E-USAGE where the end lies before the beginning */
function spanOf(options: SpanOptions): ExportSpan {
  const { 'from-step': fromStep, 'to-step': toStep, 'from-time': fromTime, 'to-time': toTime } = options;
  for (const [from, to, what] of [
    [fromStep, toStep, 'step'],
    [fromTime, toTime, 'time'],
  ] as const) {
    if (from === undefined || to === undefined || from <= to) continue;
    throw usageProblem(
      'There is nothing in this part',
      `--from-${what} ${from} --to-${what} ${to}`,
      'it ends before it begins',
      'Exchange the two.',
    );
  }
  return {
    ...(fromStep === undefined ? {} : { fromStep }),
    ...(toStep === undefined ? {} : { toStep }),
    ...(fromTime === undefined ? {} : { fromTime }),
    ...(toTime === undefined ? {} : { toTime }),
  };
}

/** The path with the suffix, which may stand there already, whole or in its last part. */
function pathOf(out: string, suffix: string): string {
  if (out.endsWith(suffix)) return out;
  const last = suffix.slice(suffix.lastIndexOf('.'));
  const stem = out.endsWith(last) && basename(out) !== last ? out.slice(0, -last.length) : out;
  return `${stem}${suffix}`;
}
