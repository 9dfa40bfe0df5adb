import { join } from 'node:path';
import type { Files } from '../recording/files.ts';
import type { SweepFolder } from './folder.ts';
import type { CellResult } from './result.ts';
import { csvOf, parquetOf, tableOf } from './table.ts';

/** Writes the table of what there is into the folder of a sweep, as CSV and as Parquet. Answers the paths. */
export async function writeTables({ path, plan }: SweepFolder, results: readonly CellResult[], files: Files): Promise<[string, string]> {
  const columns = tableOf(plan, results);
  const paths: [string, string] = [join(path, 'table.csv'), join(path, 'table.parquet')];
  await files.writeText(paths[0], csvOf(columns));
  await files.writeBytes(paths[1], await parquetOf(plan, columns));
  return paths;
}
