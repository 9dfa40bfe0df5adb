import { join } from 'node:path';
import { SweepFolder } from '../../sweeps/folder.ts';
import type { SweepDocument } from '../../sweeps/document.ts';
import type { SweepPlan } from '../../sweeps/plan.ts';
import { readSweep } from '../documents.ts';
import type { Io } from '../io.ts';

/** Where a sweep is kept unless another folder is named: in the folder of the runs, under its own name. */
export function folderOf(plan: SweepPlan, { recordings }: Io): string {
  return join(recordings.folder, 'sweeps', plan.id);
}

/** A sweep that was begun, by its folder or by its document. @throws ProblemError where there is none */
export async function openSweep(path: string, to: string | undefined, machine: SweepDocument['machine'], io: Io): Promise<SweepFolder> {
  const { files } = io.recordings;
  if (path !== '-' && (await files.status(join(path, 'sweep.json'))) !== null) return SweepFolder.open(path, files);
  return SweepFolder.open(to ?? folderOf(await readSweep(path, io, machine), io), files);
}
