import packageInfo from '../../../package.json' with { type: 'json' };
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { importers, importFile } from '../../recording/importers/index.ts';
import type { ImportedRun } from '../../recording/importers/importer.ts';
import { takeInRecording, takeInRun } from '../../recording/takeIn.ts';
import { writePieces } from '../../recording/writeFile.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { bytesText } from '../recordings/describe.ts';
import { readImportSource } from '../recordings/importSource.ts';
import { defineCommand, type ExitCode } from './command.ts';

/** Takes in what other programs and laboratories wrote. */
export const importRun = defineCommand({
  spec: {
    kind: 'import',
    title: 'Import a file',
    doc:
      'Makes a recording of a run that another laboratory measured, which replays like any other; or an experiment of a dataset. A recording ' +
      'from elsewhere (.mcap) is copied into the folder of the runs. ' +
      Object.values(importers)
        .map(({ spec }) => `${spec.title}: ${spec.doc}`)
        .join(' '),
    parameters: {},
    arguments: [{ name: 'FILE', doc: 'The file to import (.npz, .csv, .mcap).' }],
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
    if (path.endsWith('.mcap')) {
      const taken = await takeInRecording(path, io.recordings, options.out);
      io.out(`${taken.path} (${bytesText(taken.bytes)})\n`);
      return 0;
    }
    const imported = importFile(await readImportSource(path, options.meta, io));
    if (imported.kind === 'document') await putDocument(imported.document, options.out, io);
    else await putRun(imported, options.out, io);
    return 0;
  },
});

async function putDocument(document: ExperimentDocument, out: string | undefined, io: Io): Promise<void> {
  const text = formatJson(document);
  if (out === undefined) return io.out(text);
  const size = await writePieces(out, pieceOf(text), io.recordings.files);
  io.out(`${out} (${bytesText(size)})\n`);
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is written comes in pieces, of which this is one
async function* pieceOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function putRun(imported: ImportedRun, out: string | undefined, io: Io): Promise<void> {
  const { path, bytes } = await takeInRun(imported, io.recordings, `twinbench ${packageInfo.version}`, out);
  const measured = imported.events.filter(({ kind }) => kind === 'measurement').length;
  const states = imported.events.filter(({ kind }) => kind === 'state').length;
  io.out(`${path} (${count(measured)} measurements, ${count(states)} states, ${bytesText(bytes)})\n`);
}
