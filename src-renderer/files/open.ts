import * as actions from '../stores/actions.ts';
import type { Bench } from '../stores/bench.svelte.ts';
import { copyText } from './clipboard.ts';
import { saveBlob } from './save.ts';
import { takeProject } from '../stores/projectActions.ts';
import { importFiles } from '../stores/runActions.ts';

/** Saves the experiment on the bench as a document, with the seed and the parameters in force; opened again it begins the same run. */
export async function saveDocument(bench: Bench): Promise<void> {
  const answer = await bench.ask('session.document', {});
  if (answer === null) return;
  const name = (bench.session?.title ?? 'experiment').replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
  saveBlob(new Blob([`${JSON.stringify(answer.document, null, 2)}\n`], { type: 'application/json' }), `${name}.json`);
}

/** Opens a project, or an experiment as a document. */
export async function openText(bench: Bench, name: string, text: string): Promise<void> {
  const isProject = /^[^{]*\{\s*"format"\s*:\s*"twinbench\.project"/.test(text.slice(0, 200)) || /\.twinbench$/i.test(name);
  await (isProject ? takeProject(bench, name, text) : actions.loadDocument(bench, name, text));
}

/**
 * Opens files that the user dropped on the window: a document goes onto the bench, everything else is taken in as runs or data. Side
 * files (JSON beside an NPZ) travel with what they belong to.
 */
export async function openFiles(bench: Bench, files: readonly File[]): Promise<void> {
  const [only] = files;
  if (only === undefined) return;
  if (files.length === 1 && /\.(json|twinbench)$/i.test(only.name)) return openText(bench, only.name, await only.text());
  await importFiles(bench, files);
}

/** Copies the experiment on the bench as the text of its document: small enough for a mail, and pasted on another bench it begins the same run. */
export async function copyExperiment(bench: Bench): Promise<void> {
  const answer = await bench.ask('session.document', {});
  if (answer !== null) await copyText(bench, 'The experiment', `${JSON.stringify(answer.document, null, 1)}\n`);
}

/** Opens an experiment or a project that is pasted anywhere but into a text field. */
export async function pasteExperiment(bench: Bench, event: ClipboardEvent): Promise<void> {
  const { target } = event;
  if (target instanceof Element && target.closest('input, textarea, select, dialog[open]') !== null) return;
  const text = event.clipboardData?.getData('text/plain').trim() ?? '';
  if (!text.startsWith('{')) return;
  event.preventDefault();
  await openText(bench, 'the clipboard', text);
}
