import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { machineChoiceSchema } from '../../shared/machines.ts';
import type { Files } from '../recording/files.ts';
import { nodeFiles } from '../recording/nodeFiles.ts';
import type { Surroundings } from '../recording/runsFolder.ts';
import { Queue } from './queue.ts';

const PREFERENCES_FORMAT = 'twinbench.preferences';

const boardSchema = z.strictObject({
  /** Of its USB device, by which it is known again. */
  serialNumber: z.string().min(1),
  /** What it called itself. */
  title: z.string(),
  /** The user has said that an opening may reset it. */
  mayReset: z.boolean(),
});
export type KnownBoard = z.infer<typeof boardSchema>;

const shape = z.strictObject({
  format: z.literal(PREFERENCES_FORMAT),
  version: z.literal(1),
  /** What was on the bench last; `null`: nothing ever was. */
  last: z.strictObject({ task: z.string(), experiment: z.string(), machine: machineChoiceSchema }).nullable(),
  /** Boards that were connected, the newest first. */
  boards: z.array(boardSchema).max(100),
});
export type PreferenceData = Omit<z.infer<typeof shape>, 'format' | 'version'>;

const nothing: PreferenceData = { last: null, boards: [] };

/**
 * The file of the preferences: TWINBENCH_PREFERENCES where it is set; else in the place for settings of programs:
 * ~/.config/twinbench/preferences.json (XDG_CONFIG_HOME) on Linux, ~/Library/Application Support/Twinbench/ on macOS,
 * %APPDATA%\Twinbench\ on Windows.
 */
export function preferencesFile({ platform, home, environment }: Surroundings): string {
  const { TWINBENCH_PREFERENCES: chosen, XDG_CONFIG_HOME: config, APPDATA: roaming } = environment;
  const name = 'preferences.json';
  if (chosen !== undefined && chosen !== '') return chosen;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Twinbench', name);
  if (platform === 'win32') return join(roaming ?? join(home, 'AppData', 'Roaming'), 'Twinbench', name);
  return join(config === undefined || config === '' ? join(home, '.config') : config, 'twinbench', name);
}

/** What the program remembers from one launch to the next. */
export class Preferences {
  readonly #files: Pick<Files, 'readText' | 'writeText'>;
  readonly #path: string;
  readonly #queue = new Queue();

  constructor(files: Pick<Files, 'readText' | 'writeText'>, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Those of this computer's user. */
  static ofUser(): Preferences {
    return new Preferences(nodeFiles, preferencesFile({ platform: process.platform, home: homedir(), environment: process.env }));
  }

  /** What is remembered; nothing where the file is not there or can't be understood. */
  read(): Promise<PreferenceData> {
    return this.#queue.run(() => this.#read());
  }

  /** Changes what is remembered. A disk that can't be written to loses it: nothing else depends on it. */
  change(how: (before: PreferenceData) => PreferenceData): Promise<void> {
    return this.#queue.run(async () => {
      const after = how(await this.#read());
      const text = JSON.stringify({ format: PREFERENCES_FORMAT, version: 1, ...after }, null, 2);
      await this.#files.writeText(this.#path, `${text}\n`).catch(() => undefined);
    });
  }

  async #read(): Promise<PreferenceData> {
    const text = await this.#files.readText(this.#path).catch(() => null);
    if (text === null) return nothing;
    try {
      const { last, boards } = shape.parse(JSON.parse(text));
      return { last, boards };
    } catch {
      return nothing;
    }
  }
}
