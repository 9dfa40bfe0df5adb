import type { Spec } from '../../../shared/spec.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import type { RecordingHeader } from '../../machine/recorded.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { NewEvent } from '../writer.ts';

/** A file that is to be imported, with what is known beside it. */
export interface ImportSource {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The side file, parsed: what the importer's doc asks for; `null` where none was given. */
  readonly meta: unknown;
  /** Where the side file is, for messages. */
  readonly metaPath: string;
}

/** A run of another laboratory, as a recording that was not written yet. */
export interface ImportedRun {
  readonly kind: 'run';
  readonly title: string;
  /** Host time at the start, s since 1970; `null` where the file does not tell. */
  readonly createdAt: number | null;
  readonly header: Pick<RecordingHeader, 'origin' | 'machine' | 'capabilities' | 'document'>;
  /** In order; their host times are those of the laboratory's clock where it is known. */
  readonly events: readonly NewEvent[];
}

/** A dataset as an experiment that can be trained. */
export interface ImportedDocument {
  readonly kind: 'document';
  readonly document: ExperimentDocument;
}

/** A kind of file that others write and we read. */
export interface Importer<S extends Spec = Spec> {
  readonly spec: S;
  /** Whether the file is of this kind, from its name and contents. */
  suits(source: ImportSource): boolean;
  /** @throws ProblemError E-IMPORT with the place in the file; E-DOC-… where the experiment is not right */
  read(source: ImportSource): ImportedRun | ImportedDocument;
}

/** Keeps the literal types of an importer's spec. */
export function defineImporter<const S extends Spec>(importer: Importer<S>): Importer<S> {
  return importer;
}

/** @param where  the file, and the place in it */
export function importProblem(where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-IMPORT', what: 'The file can’t be imported', where, why, remedy });
}

/** The name of a file without its folders and extension. */
export function stemOf(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.[^.]*$/, '');
}
