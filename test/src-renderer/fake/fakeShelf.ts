import type { RequestHandlers } from '../../../shared/bridge/requests.ts';
import type { Job } from '../../../shared/jobs.ts';
import type { ExportFormat, RecordingStatus, RunEntry } from '../../../shared/runs.ts';

const tasks = ['XOR', 'Voltage divider', 'Iris', 'Allostery'];

/** So many made-up runs, an hour apart, the newest first. */
export function fakeRuns(count: number): RunEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const createdAt = 1_795_000_000 - 3600 * index;
    const id = new Date(createdAt * 1000).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
    return {
      id,
      path: `/home/somebody/.local/share/twinbench/runs/${id}.mcap`,
      name: index % 5 === 0 ? `night run ${index}` : '',
      task: tasks[index % tasks.length],
      machine: index % 7 === 3 ? 'Transistor lattice, 4 × 4' : 'Simulated board',
      createdAt,
      endedAt: createdAt + 60 + 13 * index,
      bytes: 120_000 + 9_000 * index,
      measurements: 400 + index,
      lastStep: 40_000 + 100 * index,
      lastError: 3e-5 / (index + 1),
      lastAccuracy: index % tasks.length === 2 ? 0.95 : null,
      end: index % 11 === 10 ? null : 'complete',
      tags: index % 4 === 1 ? ['paper'] : [],
      notes: index % 6 === 2 ? ['edge 3 was warm'] : [],
    };
  });
}

export function fakeRecording(name: string): RecordingStatus {
  const path = '/home/somebody/.local/share/twinbench/runs/2026-11-21-045352-xor.mcap';
  const awake = { isHeld: false, how: 'systemd-inhibit is not installed' };
  return { id: '2026-11-21-045352-xor', name, path, seconds: 75, bytes: 312_000, events: 1200, dropped: 0, awake };
}

export const fakeFormats: ExportFormat[] = [
  { kind: 'csv', title: 'CSV', doc: 'One table for spreadsheets.', hasDecimal: true },
  { kind: 'npz', title: 'NPZ', doc: 'NumPy arrays.', hasDecimal: false },
];

type ShelfRequest = Extract<
  keyof RequestHandlers,
  `runs.${string}` | `export.${string}` | `upload.${string}` | `import.${string}` | `job.${string}`
>;

/** A folder of runs for looking at the screen without one. Jobs are done when `finish` is called. */
export class FakeShelf {
  runs: RunEntry[] = fakeRuns(30);
  readonly #tell: (job: Job) => void;
  readonly #deleted: RunEntry[] = [];
  #job: Job | null = null;
  #nextId = 1;

  constructor(tell: (job: Job) => void) {
    this.#tell = tell;
  }

  /** The job that runs goes on to this point, or ends so. */
  advance(change: Partial<Job>): void {
    if (this.#job === null) throw new Error('no job runs');
    this.#job = { ...this.#job, ...change };
    this.#tell(this.#job);
  }

  readonly handlers: Pick<RequestHandlers, ShelfRequest> = {
    'runs.list': () => ({ folder: '/home/somebody/.local/share/twinbench/runs', runs: [...this.runs], unreadable: [] }),
    'runs.rename': ({ run, name }) => this.#change(run, () => ({ name })),
    'runs.note': ({ run, text }) => this.#change(run, ({ notes }) => ({ notes: [...notes, text] })),
    'runs.tag': ({ run, tag }) =>
      this.#change(run, ({ tags }) => ({ tags: tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag] })),
    'runs.delete': ({ run }) => {
      this.#deleted.push(...this.runs.filter(({ id }) => id === run));
      this.runs = this.runs.filter(({ id }) => id !== run);
      return { where: '/trash', undo: '1' };
    },
    'runs.restore': () => {
      this.runs = [...this.#deleted.splice(0), ...this.runs];
      return {};
    },
    'runs.reveal': ({ run }) => ({ path: `/runs/${run}.mcap`, isShown: false }),
    'runs.open': ({ run }) => ({ job: this.#begin('open', run) }),
    'export.estimate': ({ hasComma }) => ({ bytes: { csv: hasComma ? 2_100_000 : 2_000_000, npz: 900_000 } }),
    'export.start': ({ run }) => ({ job: this.#begin('export', run) }),
    'upload.begin': () => ({ upload: this.#nextId++ }),
    'upload.piece': () => ({}),
    'import.start': () => ({ job: this.#begin('import', 'file') }),
    'job.cancel': () => {
      this.advance({ state: 'cancelled' });
      return {};
    },
  };

  #begin(kind: Job['kind'], title: string): number {
    const id = this.#nextId++;
    this.#job = { id, kind, title, done: 0, state: 'running', problem: null, files: [], run: '' };
    return id;
  }

  #change(run: string, change: (entry: RunEntry) => Partial<RunEntry>): RunEntry {
    this.runs = this.runs.map((entry) => (entry.id === run ? { ...entry, ...change(entry) } : entry));
    return this.runs.find(({ id }) => id === run)!;
  }
}
