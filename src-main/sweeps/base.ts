import { parseDocument } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import { experiments } from '../experiments/index.ts';
import { experimentDocument, type ExperimentDocument } from '../learning/experiment/document.ts';
import { tasks } from '../learning/tasks/index.ts';
import type { SweepDocument } from './document.ts';
import { parsePath, withValueAt } from './path.ts';

/** Reads another document that a sweep names. @param path  as the sweep names it */
export type ReadOther = (path: string) => Promise<unknown>;

/** A sweep whose base stands in it whole: all that a cell needs, on any machine. */
export type ResolvedSweep = SweepDocument & { readonly base: { readonly experiment: ExperimentDocument } };

/**
 * Fetches the base of a sweep, makes the changes that it asks for, and puts the result in its place.
 *
 * @param where  the sweep's own file or other place, for messages
 * @throws ProblemError  what is wrong with a file that it names; E-DOC-INVALID where a name or a changed path leads nowhere
 */
export async function resolveSweep(document: SweepDocument, readOther: ReadOther, where: string): Promise<ResolvedSweep> {
  const found = await baseOf(document, readOther, where);
  let changed: ExperimentDocument = found;
  for (const [text, value] of Object.entries(document.base.changes)) {
    const path = parsePath(text);
    const next = path === null ? null : withValueAt(changed, path, value);
    if (next === null) {
      throw invalid(`${where}, at $.base.changes[${JSON.stringify(text)}]`, 'the base experiment has no such place', 'Correct the path.');
    }
    changed = next;
  }
  const experiment =
    changed === found ? found : parseDocument(experimentDocument, changed, `${where}, the base experiment with its changes`);
  return { ...document, base: { experiment, changes: {} } };
}

async function baseOf({ base }: SweepDocument, readOther: ReadOther, where: string): Promise<ExperimentDocument> {
  const { experiment, file, published, task } = base;
  if (experiment !== undefined) return experiment;
  if (file !== undefined) return parseDocument(experimentDocument, await readOther(file), file);
  if (task !== undefined) {
    if (Object.hasOwn(tasks, task)) return tasks[task].build();
    throw invalid(`${where}, at $.base.task`, `there is no task "${task}"`, `The tasks are ${Object.keys(tasks).join(', ')}.`);
  }
  const name = published ?? '';
  const document = Object.hasOwn(experiments, name) ? experiments[name].document() : null;
  if (document !== null) return document;
  const why = Object.hasOwn(experiments, name)
    ? `"${name}" is an analysis without a document`
    : `there is no figure "${name}" in the catalogue`;
  throw invalid(`${where}, at $.base.published`, why, '`twinbench experiment list` names them.');
}

export function invalid(where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-DOC-INVALID', what: 'The twinbench.sweep document is not valid', where, why, remedy });
}
