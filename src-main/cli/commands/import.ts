import { basename, join } from 'node:path';
import packageInfo from '../../../package.json' with { type: 'json' };
import { ProblemError } from '../../../shared/problem.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { importers, importFile } from '../../recording/importers/index.ts';
import type { ImportedRun } from '../../recording/importers/importer.ts';
import { runId } from '../../recording/runsFolder.ts';
import { RecordingWriter } from '../../recording/writer.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { bytesText } from '../recordings/describe.ts';
import { readImportSource } from '../recordings/importSource.ts';
import { writePieces } from '../recordings/writeFile.ts';
import { defineCommand, type ExitCode } from './command.ts';

/** Takes in what other programs and laboratories wrote. */
export const importRun = defineCommand({
  spec: {
    kind: 'import',
    title: 'Import a file',
    doc:
      'Makes a recording of a run that another laboratory measured, which replays like any other; or an experiment of a dataset. ' +
      Object.values(importers)
        .map(({ spec }) => `${spec.title}: ${spec.doc}`)
        .join(' '),
    parameters: {},
    arguments: [{ name: 'FILE', doc: 'The file to import (.npz, .csv).' }],
    options: {
      meta: { type: 'text', value: 'FILE', doc: 'The side file (JSON) that tells what the file itself does not.' },
      out: {
        type: 'text',
        value: 'PATH',
        doc: 'The recording to write (.mcap), otherwise a new one in the folder of the runs; of a dataset the experiment, otherwise standard output.',
      },
    },
    examples: [
      'twinbench import run.npz --meta runs.json',
      'twinbench import board.csv --meta experiment.json --out board.mcap',
      'twinbench import mine.csv --meta base.json > experiment.json',
    ],
  },

  async run({ arguments: [path], options }, io): Promise<ExitCode> {
    const imported = importFile(await readImportSource(path, options.meta, io));
    if (imported.kind === 'document') await putDocument(imported.document, options.out, io);
    else await putRun(imported, options.out, io);
    return 0;
  },
});

async function putDocument(document: ExperimentDocument, out: string | undefined, io: Io): Promise<void> {
  const text = formatJson(document);
  if (out === undefined) return io.out(text);
  const size = await writePieces(out, pieceOf(text), io);
  io.out(`${out} (${bytesText(size)})\n`);
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is written comes in pieces, of which this is one
async function* pieceOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function putRun({ title, createdAt: known, header, events }: ImportedRun, out: string | undefined, io: Io): Promise<void> {
  const { files, clock, folder } = io.recordings;
  const createdAt = known ?? clock.now();
  const path = out ?? join(folder, `${runId(createdAt, title)}.mcap`);
  const id = basename(path).replace(/\.mcap$/, '');
  const program = `twinbench ${packageInfo.version}`;
  const writer = await RecordingWriter.create({ files, clock, path, header: { ...header, id, name: title, createdAt, program } });
  for (const event of events) {
    writer.append(event);
    await writer.drain();
  }
  await writer.close('complete');
  if (writer.problem !== null) throw new ProblemError(writer.problem);
  const measured = events.filter(({ kind }) => kind === 'measurement').length;
  const states = events.filter(({ kind }) => kind === 'state').length;
  io.out(`${path} (${count(measured)} measurements, ${count(states)} states, ${bytesText(writer.size)})\n`);
}
