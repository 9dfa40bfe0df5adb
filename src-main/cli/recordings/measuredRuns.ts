import { join } from 'node:path';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { importFile } from '../../recording/importers/index.ts';
import { stemOf } from '../../recording/importers/importer.ts';
import { RunLibrary } from '../../recording/library.ts';
import { openRecording } from '../../recording/reader.ts';
import { MeasuredRunBuilder, type MeasuredEvent, type MeasuredRun } from '../../twin/measured.ts';
import { readValue } from '../documents.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';
import { readImportSource } from './importSource.ts';

const FOREIGN = /\.(npz|csv|tsv|txt)$/i;

/**
 * Recordings with the states of a board: files, IDs of runs, or a laboratory's folder.
 *
 * @param meta  the side file of files to import; that of a folder is its own `runs.json`, where it has one
 * @throws ProblemError where one can't be read or holds no state
 */
export async function readMeasuredRuns(names: readonly string[], meta: string | undefined, io: Io): Promise<MeasuredRun[]> {
  const runs: MeasuredRun[] = [];
  for (const name of names) {
    const folder = await folderOf(name, meta, io);
    if (folder !== null) {
      for (const path of folder.paths) runs.push(await readForeign(path, folder.meta, io));
    } else {
      runs.push(FOREIGN.test(name) ? await readForeign(name, meta, io) : await readRecording(name, io));
    }
  }
  refuseMixed(runs);
  return runs;
}

/** @throws ProblemError E-USAGE where recordings are of boards with other numbers of edges or nodes */
function refuseMixed(runs: readonly MeasuredRun[]): void {
  const sizeOf = ({ experiment: { network } }: MeasuredRun): string => `${network.edgeCount} edges and ${network.nodeCount} nodes`;
  const other = runs.find((run) => sizeOf(run) !== sizeOf(runs[0]));
  if (other === undefined) return;
  const why = `it has ${sizeOf(other)}, and ${runs[0].name} has ${sizeOf(runs[0])}`;
  throw usageProblem('The recordings are of different boards', other.name, why, 'Give recordings of one board at a time.');
}

/** Of a folder the files that are runs of a laboratory, and their side file; `null`: it is none. */
async function folderOf(name: string, meta: string | undefined, io: Io): Promise<{ paths: string[]; meta: string | undefined } | null> {
  const { files } = io.recordings;
  const index = join(name, 'runs.json');
  if ((await files.status(index)) !== null) return { paths: await filesIn(name, io), meta: index };
  // What is no folder can't be listed, and is read as what it is.
  const found = (await files.list(name).catch((): string[] => [])).filter((file) => file.endsWith('.npz')).sort();
  return found.length === 0 ? null : { paths: found.map((file) => join(name, file)), meta };
}

/** The files that the index of a folder names, in its order, as far as they are there. */
async function filesIn(folder: string, io: Io): Promise<string[]> {
  const index = await readValue(join(folder, 'runs.json'), io);
  const entries = (Array.isArray(index) ? index : [index]) as { name?: unknown; file?: unknown }[];
  const paths: string[] = [];
  for (const { name, file } of entries) {
    for (const candidate of [file, `${String(name)}.npz`]) {
      if (typeof candidate !== 'string' || (await io.recordings.files.status(join(folder, candidate))) === null) continue;
      paths.push(join(folder, candidate));
      break;
    }
  }
  if (paths.length === 0) throw nothing(folder, 'none of the files that its runs.json names is there');
  return paths;
}

async function readForeign(path: string, meta: string | undefined, io: Io): Promise<MeasuredRun> {
  const imported = importFile(await readImportSource(path, meta, io));
  if (imported.kind === 'document') throw nothing(path, 'it is a dataset, not a run');
  return build(stemOf(path), imported.createdAt, imported.header.document, imported.events);
}

async function readRecording(name: string, io: Io): Promise<MeasuredRun> {
  const { files, folder, clock } = io.recordings;
  const recording = await openRecording(await new RunLibrary(folder, files, clock).find(name), files);
  try {
    const events: MeasuredEvent[] = [];
    for await (const event of recording.events()) events.push(event);
    const { id, createdAt, document } = recording.header;
    return build(id, createdAt, document, events);
  } finally {
    await recording.close();
  }
}

function build(name: string, date: number | null, document: ExperimentDocument, events: readonly MeasuredEvent[]): MeasuredRun {
  const { clamping } = document;
  const builder = new MeasuredRunBuilder('nudge' in clamping ? clamping.nudge : 1);
  for (const event of events) builder.add(event);
  const run = builder.build(name, date, compileExperiment(document));
  if (run.moments.length === 0) throw nothing(name, 'it holds no state with node voltages');
  return run;
}

function nothing(where: string, why: string): Error {
  return usageProblem('There is nothing to compare', where, why, 'Give a recording of a run with node voltages.');
}
