import * as actions from '../stores/actions.ts';
import type { Bench } from '../stores/bench.svelte.ts';
import { importFiles } from '../stores/runActions.ts';

/**
 * Opens files that the user dropped on the window: a document goes onto the bench, everything else is taken in as runs or data. Side
 * files (JSON beside an NPZ) travel with what they belong to.
 */
export async function openFiles(bench: Bench, files: readonly File[]): Promise<void> {
  const [only] = files;
  if (only === undefined) return;
  if (files.length === 1 && /\.(json|twinbench)$/i.test(only.name)) return actions.loadDocument(bench, only.name, await only.text());
  await importFiles(bench, files);
}
