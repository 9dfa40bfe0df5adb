import { join } from 'node:path';
import type { RecordingHeader } from '../machine/recorded.ts';

/** What of the computer decides where runs are kept. */
export interface Surroundings {
  readonly platform: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The folder of the runs: TWINBENCH_RUNS where it is set; else in the place for data of programs: ~/.local/share/twinbench/runs
 * (XDG_DATA_HOME) on Linux, ~/Library/Application Support/Twinbench/runs on macOS, %LOCALAPPDATA%\Twinbench\runs on Windows.
 */
export function runsFolder({ platform, home, environment }: Surroundings): string {
  const { TWINBENCH_RUNS: chosen, XDG_DATA_HOME: data, LOCALAPPDATA: local } = environment;
  if (chosen !== undefined && chosen !== '') return chosen;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Twinbench', 'runs');
  if (platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'Twinbench', 'runs');
  return join(data === undefined || data === '' ? join(home, '.local', 'share') : data, 'twinbench', 'runs');
}

/** Identity of a run, and the name of its file: when it began (UTC) and what it is. */
export function runId(createdAt: number, title: string): RecordingHeader['id'] {
  const [date, clock] = new Date(createdAt * 1000).toISOString().split('T');
  const words = slugOf(title);
  return `${date}-${clock.slice(0, 8).replaceAll(':', '')}${words === '' ? '' : `-${words}`}`;
}

/** A title as a part of a file name: "Two tasks, τ" becomes "two-tasks"; "" where nothing is left. */
export function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}
