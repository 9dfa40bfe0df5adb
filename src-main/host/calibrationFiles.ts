import { join } from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../../shared/documents/parse.ts';
import { SavedCalibrations, type CalibrationPlace } from '../machines/savedCalibrations.ts';
import type { AnyCalibration } from '../twin/digipots/document.ts';
import { workDocument, type CalibrationWork } from './calibrationWork.ts';

const appliedSchema = z.strictObject({ id: z.string().nullable() });

/** The folder of the calibrations: the work on each, what was saved of it, and which the twin of the bench uses. */
export class CalibrationFiles extends SavedCalibrations {
  readonly #place: CalibrationPlace;

  constructor(place: CalibrationPlace) {
    super(place);
    this.#place = place;
  }

  /** s since 1970. */
  now(): number {
    return this.#place.clock.now();
  }

  /** Those that can be read, the newest first. */
  async list(): Promise<CalibrationWork[]> {
    const names = (await this.files.list(this.folder)).filter((name) => name.endsWith(WORK));
    const found = await Promise.all(names.map((name) => this.read(name.slice(0, -WORK.length)).catch(() => null)));
    return found.filter((work) => work !== null).sort((a, b) => b.date.localeCompare(a.date));
  }

  /** @throws ProblemError where there is none of that name, or its file is damaged */
  async read(id: string): Promise<CalibrationWork> {
    const path = this.path(id, WORK);
    return parseDocument(workDocument, jsonOrNull((await this.files.readText(path)) ?? ''), path);
  }

  write(work: CalibrationWork): Promise<void> {
    return this.files.writeText(this.path(work.id, WORK), JSON.stringify(work));
  }

  /** Answers where it is. */
  async save(id: string, calibration: AnyCalibration): Promise<string> {
    const path = this.savedPath(id);
    await this.files.writeText(path, `${JSON.stringify(calibration, null, 2)}\n`);
    return path;
  }

  keepState(id: string, gates: readonly number[]): Promise<void> {
    return this.files.writeText(this.statePath(id), JSON.stringify(gates));
  }

  async discard(id: string): Promise<void> {
    for (const path of [this.path(id, WORK), this.savedPath(id), this.statePath(id)]) await this.files.remove(path);
  }

  async applied(): Promise<string | null> {
    const text = await this.files.readText(join(this.folder, APPLIED)).catch(() => null);
    const parsed = appliedSchema.safeParse(text === null ? null : jsonOrNull(text));
    return parsed.success ? parsed.data.id : null;
  }

  /** The calibration that the bench uses; `null` where there is none, or it can't be read. */
  async inUse(): Promise<{ readonly name: string; readonly document: AnyCalibration } | null> {
    const name = await this.applied();
    const document = name === null ? null : await this.savedAny(name).catch(() => null);
    return name === null || document === null ? null : { name, document };
  }

  apply(id: string | null): Promise<void> {
    return this.files.writeText(join(this.folder, APPLIED), JSON.stringify({ id }));
  }

  /** A name that is not taken: date and serial number. */
  async fresh(serial: string): Promise<string> {
    const day = new Date(this.now() * 1000).toISOString().slice(0, 16).replaceAll(':', '').replace('T', '-');
    const stem = [day, serial.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')].filter((part) => part !== '').join('-');
    let id = stem;
    for (let number = 2; (await this.files.status(this.path(id, WORK))) !== null; number++) id = `${stem}-${number}`;
    return id;
  }
}

const WORK = '.work.json';
const APPLIED = 'applied.json';

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
