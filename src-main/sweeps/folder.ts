import { join } from 'node:path';
import { parseDocument, parseJson } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Files } from '../recording/files.ts';
import type { ResolvedSweep } from './base.ts';
import { sweepDocument } from './document.ts';
import { planSweep, type SweepPlan } from './plan.ts';
import { cellResultSchema, type CellResult } from './result.ts';

const DOCUMENT = 'sweep.json';
const CELL = /^cell-(\d{6})\.json$/;
/** Files that are read side by side. */
const BATCH = 64;

/**
 * A sweep on disk: `sweep.json` with the base in it, and one file per cell that is done or failed. A cell’s file appears whole or not
 * at all, so that whatever ends a sweep leaves nothing half written, and any number of processes may work in one folder.
 */
export class SweepFolder {
  readonly path: string;
  readonly plan: SweepPlan;
  readonly #files: Files;

  private constructor(path: string, plan: SweepPlan, files: Files) {
    this.path = path;
    this.plan = plan;
    this.#files = files;
  }

  /**
   * Makes the folder, or takes up the one that is there.
   *
   * @throws ProblemError E-SWEEP-FOLDER where another sweep lies there
   */
  static async create(path: string, plan: SweepPlan, files: Files): Promise<SweepFolder> {
    const file = join(path, DOCUMENT);
    const text = await files.readText(file);
    if (text === null) await files.writeText(file, `${JSON.stringify(plan.document)}\n`);
    else {
      const there = (await SweepFolder.open(path, files)).plan;
      if (there.id !== plan.id) {
        throw folderProblem(path, `another sweep lies there (${there.id})`, 'Name another folder with --to, or remove that one.');
      }
    }
    return new SweepFolder(path, plan, files);
  }

  /** @throws ProblemError E-SWEEP-FOLDER where no sweep lies there; what is wrong with its document */
  static async open(path: string, files: Files): Promise<SweepFolder> {
    const file = join(path, DOCUMENT);
    const text = await files.readText(file);
    if (text === null) throw folderProblem(path, `there is no ${DOCUMENT} in it`, 'Name the folder of a sweep, or its document.');
    const document = parseDocument(sweepDocument, parseJson(text, file), file);
    if (document.base.experiment === undefined)
      throw folderProblem(path, `the base of its ${DOCUMENT} does not stand in it`, 'Run the sweep from its document.');
    return new SweepFolder(path, planSweep(document as ResolvedSweep, file), files);
  }

  /** Every cell that has a result, ascending. A file that can't be read as one (a power cut) counts as none. */
  async results(): Promise<CellResult[]> {
    const names = (await this.#files.list(join(this.path, 'cells'))).filter((name) => CELL.test(name)).sort();
    const results: CellResult[] = [];
    for (let start = 0; start < names.length; start += BATCH) {
      const read = await Promise.all(names.slice(start, start + BATCH).map((name) => this.#result(name)));
      results.push(...read.filter((result) => result !== null));
    }
    return results;
  }

  async keep(result: CellResult): Promise<void> {
    await this.#files.writeText(this.cellPath(result.cell), `${JSON.stringify(result)}\n`);
  }

  cellPath(index: number): string {
    return join(this.path, 'cells', `cell-${String(index).padStart(6, '0')}.json`);
  }

  recordingPath(index: number): string {
    return join(this.path, 'recordings', `cell-${String(index).padStart(6, '0')}.mcap`);
  }

  async #result(name: string): Promise<CellResult | null> {
    const text = await this.#files.readText(join(this.path, 'cells', name));
    const result = cellResultSchema.safeParse(textAsJson(text));
    const isOurs = result.success && result.data.sweep === this.plan.id && result.data.cell === Number(CELL.exec(name)?.[1]);
    return isOurs && result.data.cell < this.plan.cellCount ? result.data : null;
  }
}

function textAsJson(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

function folderProblem(path: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-SWEEP-FOLDER', what: 'The folder can’t be used for this sweep', where: path, why, remedy });
}
