import { dirname, isAbsolute, join } from 'node:path';
import { networkDocument, type NetworkDocument } from '../../shared/documents/network.ts';
import { parseDocument, parseJson, type DocumentKind } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import { experimentDocument, type ExperimentDocument } from '../learning/experiment/document.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { tasks } from '../learning/tasks/index.ts';
import { PROJECT_FORMAT } from '../host/project/document.ts';
import { experimentOfProject } from '../host/project/draft.ts';
import { resolveSweep } from '../sweeps/base.ts';
import { sweepDocument, type SweepDocument } from '../sweeps/document.ts';
import { planSweep, type SweepPlan } from '../sweeps/plan.ts';
import type { Io } from './io.ts';
import { suggestion } from './nearest.ts';
import { usageProblem } from './usage.ts';

/** The command that takes each kind of document, for those who gave it to the wrong one. */
const takers: Readonly<Record<string, string>> = {
  [networkDocument.format]: 'solve',
  [experimentDocument.format]: 'train',
  [sweepDocument.format]: 'sweep',
};

/** How a file is called in messages: `-` is standard input. */
export function placeOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/**
 * Reads a document of unknown kind from a file, or from standard input (`-`).
 *
 * @throws ProblemError E-FILE-READ, E-DOC-JSON
 */
export async function readValue(path: string, io: Io): Promise<unknown> {
  return parseJson(await readText(path, io), placeOf(path));
}

/** @throws ProblemError  whatever is wrong with the file or the network in it */
export async function readNetwork(path: string, io: Io): Promise<NetworkDocument> {
  return parseAs(networkDocument, await readValue(path, io), path);
}

/**
 * The experiment of a file, of standard input (`-`), or of a task by its name. Of a project it is what a restart on the bench would train.
 *
 * @param command  that asks for it, for messages: "train"
 * @throws ProblemError  whatever is wrong with it
 */
export async function readExperiment(name: string, io: Io, command: string): Promise<ExperimentDocument> {
  if (Object.hasOwn(tasks, name)) return tasks[name].build();
  const isName = /^[\w-]*\w$/.test(name);
  const value = await readValue(name, io).catch((error: unknown) => {
    const isAbsent = error instanceof ProblemError && error.problem.code === 'E-FILE-READ';
    throw isName && isAbsent ? noTask(name, command) : error;
  });
  if (formatOf(value) === PROJECT_FORMAT) return experimentOfProject(value, placeOf(name));
  return parseAs(experimentDocument, value, name);
}

/**
 * The sweep of a file or of standard input (`-`), with its base fetched and every value of its axes tried. Files that it names are
 * sought from where it lies.
 *
 * @throws ProblemError  whatever is wrong with it or with what it names
 */
export async function readSweep(path: string, io: Io, machine?: SweepDocument['machine']): Promise<SweepPlan> {
  return planOf(await readValue(path, io), path, io, machine);
}

/** The same of a value that was read already. @param machine  what runs it, instead of what the document says */
export async function planOf(value: unknown, path: string, io: Io, machine?: SweepDocument['machine']): Promise<SweepPlan> {
  const place = placeOf(path);
  // Before it is read, so that it stands where a document has it: the name of a sweep follows from its bytes.
  const whole = machine === undefined || typeof value !== 'object' ? value : { ...value, machine };
  const document = parseAs(sweepDocument, whole, path);
  const readOther = (other: string): Promise<unknown> =>
    readValue(isAbsolute(other) || path === '-' ? other : join(dirname(path), other), io);
  return planSweep(await resolveSweep(document, readOther, place), place);
}

/**
 * Makes an experiment ready to run.
 *
 * @param place  the file, for the message
 * @throws ProblemError E-RUN-INVALID with the file and the path in it
 */
export function compileAt(document: ExperimentDocument, place: string): Experiment {
  try {
    return compileExperiment(document);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { where } = error.problem;
    throw new ProblemError({ ...error.problem, where: where === undefined ? place : `${place}, at ${where}` });
  }
}

/** @throws ProblemError E-DOC-FORMAT (with the command that takes it), E-DOC-VERSION, E-DOC-INVALID */
function parseAs<T>(kind: DocumentKind<T>, value: unknown, path: string): T {
  const format = formatOf(value);
  if (format !== kind.format && Object.hasOwn(takers, format)) {
    throw new ProblemError({
      code: 'E-DOC-FORMAT',
      what: `This is not a ${kind.format} document`,
      where: `${placeOf(path)}, at $.format`,
      why: `it is a ${format} document`,
      remedy: `\`twinbench ${takers[format]} ${path}\` takes it; \`twinbench ${takers[kind.format]}\` takes ${kind.format} documents.`,
    });
  }
  return parseDocument(kind, value, placeOf(path));
}

/** What a document says that it is, '' where it says nothing. */
export function formatOf(value: unknown): string {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : '';
  return typeof format === 'string' ? format : '';
}

async function readText(path: string, io: Io): Promise<string> {
  try {
    return await (path === '-' ? io.readInput() : io.readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder, not a file',
      EACCES: 'you are not allowed to read it',
      ENOTDIR: 'a part of the path is not a folder',
    };
    throw new ProblemError({
      code: 'E-FILE-READ',
      what: 'The file can’t be read',
      where: placeOf(path),
      why: reasons[code] ?? (error instanceof Error ? error.message : String(error)),
      remedy: Object.hasOwn(tasks, path)
        ? `"${path}" is a task: \`twinbench train ${path}\` runs it.`
        : 'Check the path; `-` reads standard input.',
    });
  }
}

/** @throws never; answers the problem of a name that is neither a task nor a file */
export function noTask(name: string, command: string): ProblemError {
  const names = Object.keys(tasks);
  return usageProblem(
    `There is no task and no file "${name}"`,
    `twinbench ${command}`,
    `the tasks are ${names.join(', ')}`,
    `${suggestion(name, names)} Or give the path of a twinbench.experiment document.`,
  );
}
