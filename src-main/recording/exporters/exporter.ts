import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { ExportExtent, Selection } from './selection.ts';

/** One of the files that an export makes. */
export interface ExportedFile {
  /** What follows the name that was asked for: ".csv", ".free.cir". */
  readonly suffix: string;
  /** The contents, in pieces. @throws ProblemError where the recording or the format does not allow it */
  bytes(): AsyncIterable<Uint8Array>;
}

/** A format that recordings are written in, for other programs. */
export interface Exporter<S extends Spec = Spec> {
  readonly spec: S;
  /** Size of all files together, bytes, told before anything is written: right to a tenth (text: a fifth), or to 8 kB where that is more. */
  estimate(extent: ExportExtent, config: ConfigOf<S>): number;
  /** What the selected part of a recording becomes. Nothing is read before the bytes are asked for. */
  files(selection: Selection, config: ConfigOf<S>): readonly ExportedFile[];
}

/** Keeps the literal types of an exporter's spec. */
export function defineExporter<const S extends Spec>(exporter: Exporter<S>): Exporter<S> {
  return exporter;
}
