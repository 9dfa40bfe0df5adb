import { join } from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { calibrationDocument, type CalibrationDocument } from '../twin/calibrationDocument.ts';
import { parseAnyCalibration, type AnyCalibration } from '../twin/digipots/document.ts';

/** What calibrations are read from. */
export type CalibrationPlace = Pick<RecordingPlace, 'files' | 'folder' | 'clock'>;

const SAVED = '.calibration.json';
const STATE = '.state.json';

/** The calibrations that were saved on this computer, by their identities; the folder of the runs has them. */
export class SavedCalibrations {
  readonly folder: string;
  readonly files: CalibrationPlace['files'];

  constructor({ files, folder }: CalibrationPlace) {
    this.files = files;
    this.folder = join(folder, 'calibrations');
  }

  /** Identities, the newest last. */
  async ids(): Promise<string[]> {
    const names = await this.files.list(this.folder);
    return names.flatMap((name) => (name.endsWith(SAVED) ? [name.slice(0, -SAVED.length)] : [])).sort();
  }

  /** @throws ProblemError where there is none of that identity, its file is damaged, or it is of a board without transistors */
  async saved(id: string): Promise<CalibrationDocument> {
    return parseDocument(calibrationDocument, await this.#read(id), this.savedPath(id));
  }

  /** The same of any board. @throws ProblemError where there is none of that identity, or its file is damaged */
  async savedAny(id: string): Promise<AnyCalibration> {
    return parseAnyCalibration(await this.#read(id), this.savedPath(id));
  }

  async #read(id: string): Promise<unknown> {
    const text = await this.files.readText(this.savedPath(id));
    if (text !== null) return jsonOrNull(text);
    const ids = await this.ids();
    const remedy =
      ids.length === 0
        ? 'Make one in the workspace Calibrate, or with `twinbench calibrate … --out FILE.json`, and give the file.'
        : `Choose one of ${ids.slice(-MOST_NAMED).reverse().join(', ')}, or give the file of a calibration.`;
    const why = `no calibration of that name was saved in ${this.folder}`;
    throw new ProblemError({ code: 'E-USAGE', what: 'There is no such calibration', where: id, why, remedy });
  }

  /** The gates of the board as they were measured last, V, [edge]; `null` where that is not known. */
  async state(id: string): Promise<number[] | null> {
    const text = await this.files.readText(this.statePath(id));
    const parsed = z.array(z.number()).safeParse(text === null ? null : jsonOrNull(text));
    return parsed.success ? parsed.data : null;
  }

  savedPath(id: string): string {
    return this.path(id, SAVED);
  }

  statePath(id: string): string {
    return this.path(id, STATE);
  }

  /** An identity is a name within the folder, and never a way out of it. */
  path(id: string, ending: string): string {
    return join(this.folder, `${isSavedName(id) ? id : 'none'}${ending}`);
  }
}

/** Whether it may be the identity of a calibration: no path, and no file from elsewhere. */
export function isSavedName(name: string): boolean {
  return /^[a-z0-9-]+$/.test(name);
}

/** Identities that a refusal names. */
const MOST_NAMED = 8;

/**
 * A calibration of any board by its identity, with the gates (or wipers) that were measured last, or by its file, which knows none.
 *
 * @throws ProblemError where there is none, or it can't be read
 */
export async function readCalibration(
  name: string,
  place: CalibrationPlace,
): Promise<{ readonly calibration: AnyCalibration; readonly gates: readonly number[] | null }> {
  const store = new SavedCalibrations(place);
  if (!name.endsWith('.json')) return { calibration: await store.savedAny(name), gates: await store.state(name) };
  const text = await place.files.readText(name);
  if (text !== null) return { calibration: parseAnyCalibration(jsonOrNull(text), name), gates: null };
  throw new ProblemError({
    code: 'E-FILE-READ',
    what: 'The calibration can’t be read',
    where: name,
    why: 'there is no such file',
    remedy: 'Make one with `twinbench calibrate … --out FILE.json`, or name one that was saved.',
  });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
