import { join } from 'node:path';
import { z } from 'zod';
import { calibrationJudgementSchema, calibrationStageSchema, deviceErrorSchema, stageNames } from '../../shared/calibration.ts';
import { parseDocument } from '../../shared/documents/parse.ts';
import type { RecordingPlace } from '../recording/place.ts';
import type { CalibrationDraft } from '../twin/calibrationDraft.ts';
import { calibrationDocument, type CalibrationDocument } from '../twin/calibrationDocument.ts';

const kept = calibrationStageSchema.pick({ figure: true, parameters: true, plot: true, notes: true, missing: true }).extend({
  name: z.enum(stageNames),
  state: z.enum(['open', 'done', 'skipped', 'failed']),
});

const schema = z.strictObject({
  format: z.literal('twinbench.calibrationWork'),
  version: z.literal(1),
  id: z.string(),
  title: z.string(),
  serial: z.string(),
  date: z.iso.datetime(),
  edges: z.int(),
  fitted: z.array(z.string()),
  held: z.array(z.string()),
  device: z.string(),
  stages: z.array(kept),
  devices: z.array(deviceErrorSchema),
  judgement: calibrationJudgementSchema.nullable(),
  /** What the stages hand on; only they look into it. */
  draft: z.custom<CalibrationDraft>(
    (value) => typeof value === 'object' && value !== null && Array.isArray((value as CalibrationDraft).wirings),
  ),
  isSaved: z.boolean(),
});

/** A calibration on its way, as it is kept between two sittings. */
export type CalibrationWork = z.infer<typeof schema>;
const workDocument = { format: 'twinbench.calibrationWork', version: 1, schema } as const;
const appliedSchema = z.strictObject({ id: z.string().nullable() });

/** The folder of the calibrations: the work on each, what was saved of it, and which the twin of the bench uses. */
export class CalibrationFiles {
  readonly folder: string;
  readonly #place: RecordingPlace;

  constructor(place: RecordingPlace) {
    this.#place = place;
    this.folder = join(place.folder, 'calibrations');
  }

  /** s since 1970. */
  now(): number {
    return this.#place.clock.now();
  }

  /** Those that can be read, the newest first. */
  async list(): Promise<CalibrationWork[]> {
    const names = (await this.#place.files.list(this.folder)).filter((name) => name.endsWith(WORK));
    const found = await Promise.all(names.map((name) => this.read(name.slice(0, -WORK.length)).catch(() => null)));
    return found.filter((work) => work !== null).sort((a, b) => b.date.localeCompare(a.date));
  }

  /** @throws ProblemError where there is none of that name, or its file is damaged */
  async read(id: string): Promise<CalibrationWork> {
    const path = this.#path(id, WORK);
    return parseDocument(workDocument, await this.#json(path), path);
  }

  write(work: CalibrationWork): Promise<void> {
    return this.#place.files.writeText(this.#path(work.id, WORK), JSON.stringify(work));
  }

  /** Answers where it is. */
  async save(id: string, calibration: CalibrationDocument): Promise<string> {
    const path = this.#path(id, SAVED);
    await this.#place.files.writeText(path, `${JSON.stringify(calibration, null, 2)}\n`);
    return path;
  }

  async saved(id: string): Promise<CalibrationDocument> {
    const path = this.#path(id, SAVED);
    return parseDocument(calibrationDocument, await this.#json(path), path);
  }

  /** The gates of the board as they were measured last, V, [edge]; `null` where that is not known. */
  async state(id: string): Promise<number[] | null> {
    const parsed = z.array(z.number()).safeParse(await this.#json(this.#path(id, STATE)));
    return parsed.success ? parsed.data : null;
  }

  keepState(id: string, gates: readonly number[]): Promise<void> {
    return this.#place.files.writeText(this.#path(id, STATE), JSON.stringify(gates));
  }

  async discard(id: string): Promise<void> {
    for (const ending of [WORK, SAVED, STATE]) await this.#place.files.remove(this.#path(id, ending));
  }

  async applied(): Promise<string | null> {
    const text = await this.#place.files.readText(join(this.folder, APPLIED)).catch(() => null);
    const parsed = appliedSchema.safeParse(text === null ? null : jsonOrNull(text));
    return parsed.success ? parsed.data.id : null;
  }

  apply(id: string | null): Promise<void> {
    return this.#place.files.writeText(join(this.folder, APPLIED), JSON.stringify({ id }));
  }

  /** A name that is not taken: date and serial number. */
  async fresh(serial: string): Promise<string> {
    const day = new Date(this.now() * 1000).toISOString().slice(0, 16).replaceAll(':', '').replace('T', '-');
    const stem = [day, serial.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')].filter((part) => part !== '').join('-');
    let id = stem;
    for (let number = 2; (await this.#place.files.status(this.#path(id, WORK))) !== null; number++) id = `${stem}-${number}`;
    return id;
  }

  async #json(path: string): Promise<unknown> {
    const text = await this.#place.files.readText(path);
    return text === null ? null : jsonOrNull(text);
  }

  /** An identity is a name within the folder, and never a way out of it. */
  #path(id: string, ending: string): string {
    return join(this.folder, `${/^[a-z0-9-]+$/.test(id) ? id : 'none'}${ending}`);
  }
}

const WORK = '.work.json';
const SAVED = '.calibration.json';
const STATE = '.state.json';
const APPLIED = 'applied.json';

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
