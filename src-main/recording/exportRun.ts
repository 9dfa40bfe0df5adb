import { ProblemError } from '../../shared/problem.ts';
import type { RunSpan } from '../../shared/runs.ts';
import { exporters } from './exporters/index.ts';
import type { Exporter } from './exporters/exporter.ts';
import { select } from './exporters/selection.ts';
import type { Files } from './files.ts';
import { openRecording } from './reader.ts';
import { watchedFiles } from './watchedFiles.ts';
import { writePieces } from './writeFile.ts';

export type ExportFormatName = keyof typeof exporters;

/** What is to be exported, and where to. */
export interface ExportTask {
  /** The recording. */
  readonly path: string;
  readonly format: string;
  readonly span: RunSpan;
  /** Decimal commas, in formats that are text. */
  readonly hasComma: boolean;
  /** Path of the file to write; formats of several files put their words before its extension. */
  readonly out: string;
  /** Whether a file that is there may be replaced: the user was asked. */
  readonly mayReplace: boolean;
}

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/** How far a long piece of work is (0..1), and whether it is to end. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly progress: (done: number) => void;
}

/** Bytes of every format, about. @cost one pass over the recording */
export async function estimateExports(path: string, span: RunSpan, hasComma: boolean, files: Files): Promise<Record<string, number>> {
  const recording = await openRecording(path, files);
  try {
    const { extent } = await select(recording, spanOf(span));
    const sizes = Object.keys(exporters).map((format) => [format, exporterOf(format).estimate(extent, configOf(format, hasComma))]);
    return Object.fromEntries(sizes) as Record<string, number>;
  } finally {
    await recording.close();
  }
}

/**
 * Writes a recording for other programs. Of an export that failed or was cancelled nothing stays behind.
 *
 * @throws ProblemError E-EXPORT, E-RECORDING-READ; the reason of the signal
 */
export async function exportRun(task: ExportTask, files: Files, { signal, progress }: Watch): Promise<WrittenFile[]> {
  const exporter = exporterOf(task.format);
  let read = 0;
  let expected = Infinity;
  const watched = watchedFiles(files, (bytes) => {
    signal.throwIfAborted();
    read += bytes;
    progress(Math.min(read / expected, 0.99));
  });
  const recording = await openRecording(task.path, watched);
  const written: WrittenFile[] = [];
  try {
    // One pass counts what there is; then there is one for every file.
    expected = 2 * recording.size;
    const selection = await select(recording, spanOf(task.span));
    const outputs = exporter.files(selection, configOf(task.format, task.hasComma));
    expected = (1 + outputs.length) * recording.size;
    for (const output of outputs) {
      const path = exportPath(task.out, output.suffix);
      written.push({ path, bytes: await writePieces(path, untilAborted(output.bytes(), signal), files, task.mayReplace) });
    }
    return written;
  } catch (error) {
    for (const { path } of written) await files.remove(path).catch(() => undefined);
    throw error;
  } finally {
    await recording.close();
  }
}

/** The path with the suffix, which may stand there already, whole or in its last part. */
function exportPath(out: string, suffix: string): string {
  if (out.endsWith(suffix)) return out;
  const last = suffix.slice(suffix.lastIndexOf('.'));
  const stem = out.endsWith(last) && !out.endsWith(`/${last}`) && out !== last ? out.slice(0, -last.length) : out;
  return `${stem}${suffix}`;
}

/** What follows the name of an export's first file: ".csv", ".free.cir". */
export function suffixOf(format: string): string {
  exporterOf(format);
  return format === 'spice' ? '.cir' : format === 'hdf5' ? '.h5' : `.${format}`;
}

async function* untilAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

function exporterOf(format: string): Exporter {
  if (Object.hasOwn(exporters, format)) return exporters[format as ExportFormatName];
  const known = Object.keys(exporters).join(', ');
  throw new ProblemError({
    code: 'E-EXPORT',
    what: `There is no format "${format}"`,
    why: `There are ${known}.`,
    remedy: 'Choose one of them.',
  });
}

function configOf(format: string, hasComma: boolean): { kind: string; decimal?: string } {
  const hasDecimal = 'decimal' in exporterOf(format).spec.parameters;
  return { kind: format, ...(hasDecimal ? { decimal: hasComma ? 'comma' : 'point' } : {}) };
}

/** The span without the ends that were not given. */
function spanOf(span: RunSpan): Parameters<typeof select>[1] {
  return Object.fromEntries(Object.entries(span).filter(([, value]) => value !== undefined));
}
