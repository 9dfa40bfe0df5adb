import { copyText } from '../files/clipboard.ts';
import type { Job } from '../../shared/jobs.ts';
import type { RunEntry, RunSpan } from '../../shared/runs.ts';
import { uploadFile } from '../files/upload.ts';
import { problemOf } from '../../shared/problem.ts';
import { formatBytes } from '../view/quantities.ts';
import type { Bench } from './bench.svelte.ts';

export async function startRecording(bench: Bench, name = ''): Promise<void> {
  if ((await bench.ask('record.start', { name })) !== null) bench.announcer.say('Recording');
}

export async function stopRecording(bench: Bench): Promise<void> {
  const { recording } = bench;
  if ((await bench.ask('record.stop', {})) === null || recording === null) return;
  const show = { label: 'Show', run: () => showRun(bench, recording.id) };
  bench.notices.addToast('Recorded', `${recording.id}, ${formatBytes(recording.bytes)}`, show);
  bench.announcer.say('Recording stopped');
}

export async function toggleRecording(bench: Bench): Promise<void> {
  if (bench.isReplay) return;
  await (bench.recording === null ? startRecording(bench) : stopRecording(bench));
}

/** A line on the plots; with words it is a note. */
export async function mark(bench: Bench, text: string): Promise<void> {
  if ((await bench.ask('run.mark', { text })) !== null) bench.announcer.say(text === '' ? 'Marked' : 'Noted');
}

/** Goes to the list, with this run chosen. */
export function showRun(bench: Bench, run: string): void {
  bench.runs.search = '';
  bench.runs.selected = run;
  bench.view.workspace = 'runs';
}

export async function listRuns(bench: Bench): Promise<void> {
  bench.runs.list = (await bench.ask('runs.list', {})) ?? bench.runs.list;
}

export async function openRun(bench: Bench, { id }: Pick<RunEntry, 'id'>): Promise<void> {
  const begun = await bench.ask('runs.open', { run: id });
  if (begun !== null) bench.runs.begin(begun.job);
}

export async function renameRun(bench: Bench, run: string, name: string): Promise<void> {
  take(bench, await bench.ask('runs.rename', { run, name }));
}

export async function noteRun(bench: Bench, run: string, text: string): Promise<void> {
  take(bench, await bench.ask('runs.note', { run, text }));
}

export async function tagRun(bench: Bench, run: string, tag: string): Promise<void> {
  take(bench, await bench.ask('runs.tag', { run, tag }));
}

export async function deleteRun(bench: Bench, { id, name, task }: RunEntry): Promise<void> {
  const done = await bench.ask('runs.delete', { run: id });
  if (done === null) return;
  const { undo, where } = done;
  const restore = async (): Promise<void> => {
    if ((await bench.ask('runs.restore', { undo })) !== null) bench.runs.selected = id;
  };
  const action = undo === '' ? null : { label: 'Undo', run: () => void restore() };
  bench.notices.addToast(`${name || task} is in the trash`, where, action);
  bench.announcer.say('Moved to the trash');
}

/** Shows the file in the file manager, or tells where it is. */
export async function revealRun(bench: Bench, run: string): Promise<void> {
  const shown = await bench.ask('runs.reveal', { run });
  if (shown === null || shown.isShown) return;
  const copy = { label: 'Copy', run: () => void copyText(bench, 'The path', shown.path) };
  bench.notices.addToast('There is no file manager here', shown.path, copy);
}

export async function exportRun(bench: Bench, run: string, format: string, span: RunSpan, hasComma: boolean): Promise<boolean> {
  const begun = await bench.ask('export.start', { run, format, span, hasComma });
  if (begun === null || begun.job === null) return false;
  bench.runs.begin(begun.job);
  return true;
}

/** Takes files in: JSON is the side file of the others. */
export async function importFiles(bench: Bench, files: readonly File[]): Promise<void> {
  const side = files.find(({ name }) => name.toLowerCase().endsWith('.json')) ?? null;
  try {
    for (const file of files) {
      if (file === side) continue;
      const upload = await uploadFile(bench.client, file);
      const meta = side === null ? null : await uploadFile(bench.client, side);
      bench.runs.begin((await bench.client.request('import.start', { upload, meta })).job);
    }
  } catch (thrown) {
    bench.notices.addProblem(problemOf(thrown));
  }
}

export async function cancelJob(bench: Bench, job: number): Promise<void> {
  await bench.ask('job.cancel', { job });
}

/** Says how a job of this screen has ended. */
export function tellJob(bench: Bench, job: Job): void {
  if (job.problem !== null) bench.notices.addProblem(job.problem);
  if (job.state === 'cancelled') bench.announcer.say('Cancelled');
  if (job.state !== 'done') return;
  switch (job.kind) {
    case 'open':
      bench.view.workspace = 'bench';
      bench.announcer.say('The recording is on the bench');
      return;
    case 'export': {
      const bytes = job.files.reduce((sum, file) => sum + file.bytes, 0);
      bench.notices.addToast('Exported', `${job.files.map(({ name, path }) => path || name).join(', ')} (${formatBytes(bytes)})`, null);
      return;
    }
    case 'import':
      if (job.run === '') bench.view.workspace = 'bench';
      else bench.runs.selected = job.run;
      bench.notices.addToast('Imported', job.run === '' ? `${job.title} trains on the bench` : job.run, null);
  }
}

export async function seek(bench: Bench, step: number): Promise<void> {
  await bench.ask('replay.seek', { step });
}

export async function skip(bench: Bench, measurements: number): Promise<void> {
  await bench.ask('replay.skip', { measurements });
}

function take(bench: Bench, entry: RunEntry | null): void {
  if (entry !== null) bench.runs.put(entry);
}
