/** Entry of the worker threads that run the cells of sweeps side by side. */
import { nodeClock, nodeFiles } from '../recording/nodeFiles.ts';
import { runCellOf } from './cellJob.ts';
import type { CellTask } from './cellRunner.ts';
import { SweepFolder } from './folder.ts';
import type { CellResult } from './result.ts';
import type { WithPort } from './workerPool.ts';

/** The sweep of the last task: the next one is of the same, nearly always. */
let known: { readonly path: string; readonly folder: SweepFolder } | null = null;

export default async function runTask({ folder: path, index, port }: CellTask & WithPort): Promise<CellResult> {
  try {
    if (known?.path !== path) known = { path, folder: await SweepFolder.open(path, nodeFiles) };
    return await runCellOf(known.folder, index, (fraction) => port.postMessage(fraction), { files: nodeFiles, clock: nodeClock });
  } finally {
    port.close();
  }
}
