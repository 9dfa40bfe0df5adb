import { basename } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';
import type { ImportedRun } from './importers/importer.ts';
import { newPath, type RecordingPlace } from './place.ts';
import { openRecording } from './reader.ts';
import { runId } from './runsFolder.ts';
import { writePieces } from './writeFile.ts';
import { RecordingWriter } from './writer.ts';

type Place = Pick<RecordingPlace, 'files' | 'clock' | 'folder'>;

/** A run that is in the folder now, or wherever it was to go. */
export interface TakenIn {
  readonly path: string;
  readonly bytes: number;
}

/** Read and written at once, bytes. */
const PIECE = 1 << 20;

/**
 * Writes an imported run as a recording.
 *
 * @param program  "twinbench 0.1.0"
 * @param out      where to; otherwise a new file in the folder of the runs
 * @throws ProblemError E-RECORDING-WRITE, E-RECORDING-FULL: nothing is left behind then
 */
export async function takeInRun(imported: ImportedRun, place: Place, program: string, out?: string): Promise<TakenIn> {
  const { title, createdAt: known, header, events } = imported;
  const { files, clock } = place;
  const createdAt = known ?? clock.now();
  const path = out ?? (await newPath(place, runId(createdAt, title)));
  const id = basename(path).replace(/\.mcap$/, '');
  const writer = await RecordingWriter.create({ files, clock, path, header: { ...header, id, name: title, createdAt, program } });
  for (const event of events) {
    writer.append(event);
    await writer.drain();
  }
  await writer.close('complete', events.at(-1)?.hostTime);
  if (writer.problem === null) return { path, bytes: writer.size };
  // An import can be done again: half of one would only be taken for a whole one.
  await files.remove(path).catch(() => undefined);
  throw new ProblemError(writer.problem);
}

/**
 * Takes a recording from elsewhere into the folder of the runs. The file is copied as it is, damaged or not, once it is known to be one.
 *
 * @throws ProblemError E-RECORDING-READ where it is no recording; E-EXPORT where there is no room
 */
export async function takeInRecording(from: string, place: Place, out?: string): Promise<TakenIn> {
  const recording = await openRecording(from, place.files);
  const { id, createdAt, document } = recording.header;
  await recording.close();
  const path = out ?? (await newPath(place, /^[\w-]+$/.test(id) ? id : runId(createdAt, document.title)));
  return { path, bytes: await writePieces(path, piecesOf(from, place), place.files) };
}

async function* piecesOf(path: string, { files }: Place): AsyncGenerator<Uint8Array> {
  const file = await files.open(path);
  try {
    const size = await file.size();
    for (let offset = 0; offset < size; offset += PIECE) yield await file.read(offset, Math.min(PIECE, size - offset));
  } finally {
    await file.close();
  }
}
