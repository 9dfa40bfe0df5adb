import type { Bench } from './bench.svelte.ts';
import { parseJson } from '../../shared/documents/parse.ts';
import { problemOf } from '../../shared/problem.ts';
import { saveBlob } from '../files/save.ts';

/** Asks for the list, and for the sweep that is shown anew: the engine may have gone on while this page was not there. */
export async function refreshSweeps(bench: Bench): Promise<void> {
  const { sweeps } = bench;
  sweeps.list = (await bench.ask('sweeps.list', {})) ?? sweeps.list;
  if (sweeps.workers === 0) sweeps.workers = sweeps.list?.workers.usual ?? 1;
  const shown = sweeps.sweep?.id ?? sweeps.list?.sweeps.find(({ state }) => state === 'running' || state === 'paused')?.id;
  if (shown !== undefined && sweeps.offer === null) await showSweep(bench, shown);
}

export async function showSweep(bench: Bench, id: string): Promise<void> {
  const sweep = await bench.ask('sweep.get', { id });
  if (sweep === null) return;
  bench.sweeps.offer = null;
  bench.sweeps.sweep = sweep;
}

/** Checks a template, or the document that was opened, and shows what it will take. */
export async function planSweep(bench: Bench, choice: { template?: string; document?: unknown; repeats?: number }): Promise<void> {
  const { sweeps } = bench;
  sweeps.isPlanning = true;
  const offer = await bench.ask('sweep.plan', choice);
  sweeps.isPlanning = false;
  if (offer === null) return;
  sweeps.template = choice.template ?? '';
  sweeps.document = choice.document ?? null;
  sweeps.sweep = null;
  sweeps.offer = offer;
  bench.announcer.say(`${offer.plan.title}: ${offer.plan.cellCount} cells`);
}

/** The same sweep with another number of repeats. */
export async function planRepeats(bench: Bench, repeats: number): Promise<void> {
  const { template, document } = bench.sweeps;
  await planSweep(bench, template === '' ? { document, repeats } : { template, repeats });
}

export async function openSweepDocument(bench: Bench, file: File): Promise<void> {
  let document: unknown;
  try {
    document = parseJson(await file.text(), file.name);
  } catch (thrown) {
    bench.notices.addProblem(problemOf(thrown));
    return;
  }
  await planSweep(bench, { document });
}

/** Starts what is offered, or goes on with what is shown. */
export async function startSweep(bench: Bench): Promise<void> {
  const { sweeps } = bench;
  const { plan } = sweeps;
  if (plan === null) return;
  const sweep = await bench.ask('sweep.start', { id: plan.id, workers: Math.max(sweeps.workers, 1) });
  if (sweep === null) return;
  sweeps.offer = null;
  sweeps.sweep = sweep;
  bench.announcer.say(`${sweep.plan.title} runs`);
  sweeps.list = (await bench.ask('sweeps.list', {})) ?? sweeps.list;
}

export async function changeSweep(bench: Bench, action: 'pause' | 'resume' | 'cancel'): Promise<void> {
  const { sweep } = bench.sweeps;
  if (sweep === null || (await bench.ask('sweep.change', { id: sweep.id, action })) === null) return;
  bench.announcer.say({ pause: 'Paused', resume: 'Goes on', cancel: 'Cancelled; what is done is kept' }[action]);
}

/** Saves the table of what there is. */
export async function exportSweep(bench: Bench, format: 'csv' | 'parquet'): Promise<void> {
  const { sweep } = bench.sweeps;
  const file = sweep === null ? null : await bench.ask('sweep.export', { id: sweep.id, format });
  if (file === null) return;
  const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
  saveBlob(new Blob([bytes], { type: format === 'csv' ? 'text/csv' : 'application/vnd.apache.parquet' }), file.name);
}
