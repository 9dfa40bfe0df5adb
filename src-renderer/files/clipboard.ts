import { problemOf } from '../../shared/problem.ts';
import type { Bench } from '../stores/bench.svelte.ts';

/** Puts a text on the clipboard, and says so. @param what  "The experiment" */
export async function copyText(bench: Bench, what: string, text: string): Promise<void> {
  await copy(bench, what, () => navigator.clipboard.writeText(text));
}

/** Puts a picture on the clipboard: as PNG, the one kind that programs take from there. */
export async function copyPicture(bench: Bench, what: string, png: Promise<Blob>): Promise<void> {
  await copy(bench, what, () => navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]));
}

async function copy(bench: Bench, what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
    bench.notices.addToast(`${what} is on the clipboard`, '', null);
    bench.announcer.say(`${what} is on the clipboard`);
  } catch (thrown) {
    bench.notices.addProblem(problemOf(thrown));
  }
}
