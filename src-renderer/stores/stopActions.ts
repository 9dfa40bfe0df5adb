import type { Frame } from '../../shared/frames.ts';
import type { StopCondition } from '../../shared/stop.ts';
import { outcomeText, stopSentence } from '../view/stop.ts';
import type { Bench } from './bench.svelte.ts';

/** All conditions on which the run stops from now on; answers whether they were taken. */
export async function setStop(bench: Bench, stop: StopCondition[]): Promise<boolean> {
  if ((await bench.ask('run.parameters', { stop })) === null) return false;
  bench.announcer.say(stop.length === 0 ? 'No stop condition' : `${stop.length} stop ${stop.length === 1 ? 'condition' : 'conditions'}`);
  return true;
}

/** Says where a condition has stopped the run, once, in words and aloud. @param before  the newest frame before this one */
export function tellStop(bench: Bench, before: Frame | null, { stopped }: Frame): void {
  if (stopped === null || (before !== null && before.stopped?.step === stopped.step)) return;
  const sentence = stopSentence(stopped, bench.session?.edgeKind ?? 'transistor');
  const outcome = outcomeText(stopped);
  bench.notices.addToast(sentence, outcome, { label: 'Save figure', run: () => bench.figures.open() });
  bench.announcer.say(`${sentence}. ${outcome}`);
}
