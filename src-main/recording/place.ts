import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Files, HostClock } from './files.ts';
import { createKeepAwake, inhibitors, type KeepAwake } from './keepAwake.ts';
import { nodeClock, nodeFiles } from './nodeFiles.ts';
import { runsFolder } from './runsFolder.ts';

/** What recordings are written to and read from. */
export interface RecordingPlace {
  readonly files: Files;
  readonly clock: HostClock;
  /** Folder of the runs, unless another is named. */
  readonly folder: string;
  readonly keepAwake: KeepAwake;
}

/** The place on this computer. */
export function nodePlace(): RecordingPlace {
  return {
    files: nodeFiles,
    clock: nodeClock,
    folder: runsFolder({ platform: process.platform, home: homedir(), environment: process.env }),
    keepAwake: createKeepAwake(inhibitors[process.platform]),
  };
}

/** Path of a new recording in a folder: of its identity, with a number where that is taken. */
export async function newPath({ files, folder }: Pick<RecordingPlace, 'files' | 'folder'>, id: string): Promise<string> {
  let path = join(folder, `${id}.mcap`);
  for (let number = 2; (await files.status(path)) !== null; number++) path = join(folder, `${id}-${number}.mcap`);
  return path;
}
