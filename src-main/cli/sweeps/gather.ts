import type { SweepFolder } from '../../sweeps/folder.ts';
import type { CellResult } from '../../sweeps/result.ts';
import { writeTables } from '../../sweeps/writeTables.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { sweepJson, sweepText } from './report.ts';

/** Writes the table of what there is into the folder, and prints it. */
export async function gather(folder: SweepFolder, isJson: boolean, io: Io): Promise<readonly CellResult[]> {
  const results = await folder.results();
  const files = await writeTables(folder, results, io.recordings.files);
  if (isJson) io.out(formatJson(sweepJson(folder, results, files)));
  else {
    if (results.length > 0) io.out(`${sweepText(folder, results)}\n`);
    io.out(`${files.join('\n')}\n`);
  }
  return results;
}
