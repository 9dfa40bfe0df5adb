import type { Job, JobFile } from '../../shared/jobs.ts';
import type { RunEntry, RunList } from '../../shared/runs.ts';
import type { EngineClient } from '../engine/client.ts';
import { saveFrom } from '../files/save.ts';

/** The folder of the runs and the jobs about it, as the screen knows them. */
export class RunsStore {
  list = $state.raw<RunList | null>(null);
  /** What runs now. What has ended is told and forgotten. */
  jobs = $state.raw<readonly Job[]>([]);
  search = $state('');
  /** Run whose details are shown, or "". */
  selected = $state('');
  /** A second run, chosen to be compared with it, or "". */
  other = $state('');
  /** Run that is to be exported: its dialog is open. */
  exporting = $state.raw<{ run: string; title: string } | null>(null);

  #mine: readonly number[] = [];
  /** Told of every job of this screen that has ended. */
  told: (job: Job) => void = () => undefined;

  constructor(client: EngineClient) {
    client.on('job', (job) => this.#follow(job));
  }

  /** A job that this screen has begun: it is told of its end, and is handed what it made. */
  begin(job: number): void {
    this.#mine = [...this.#mine, job];
  }

  /** Takes what was said of a run since. */
  put(entry: RunEntry): void {
    if (this.list === null) return;
    this.list = { ...this.list, runs: this.list.runs.map((run) => (run.id === entry.id ? entry : run)) };
  }

  #follow(job: Job): void {
    const others = this.jobs.filter(({ id }) => id !== job.id);
    this.jobs = job.state === 'running' ? [...others, job] : others;
    if (job.state === 'running' || !this.#mine.includes(job.id)) return;
    this.#mine = this.#mine.filter((id) => id !== job.id);
    for (const { address, name } of job.files) fetchFile(address, name);
    this.told(job);
  }
}

/** Files of a desktop program lie where the user wanted them; a browser fetches them. */
function fetchFile(address: JobFile['address'], name: string): void {
  if (address !== '') saveFrom(address, name);
}
