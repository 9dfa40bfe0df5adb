import type { Frame } from '../../shared/frames.ts';
import type { Session } from '../../shared/session.ts';
import { outcomeText, stopSentence } from '../view/stop.ts';
import type { AnnouncerStore } from './announcer.svelte.ts';
import type { FigureStore } from './figures.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

interface Listeners {
  readonly session: Session | null;
  readonly notices: NoticeStore;
  readonly announcer: AnnouncerStore;
  readonly figures: FigureStore;
}

/** Says where a condition has stopped the run, once, in words and aloud. @param before  the newest frame before this one */
export function tellStop({ session, notices, announcer, figures }: Listeners, before: Frame | null, { stopped }: Frame): void {
  if (stopped === null || (before !== null && before.stopped?.step === stopped.step)) return;
  const sentence = stopSentence(stopped, session?.edgeKind ?? 'transistor');
  const outcome = outcomeText(stopped);
  notices.addToast(sentence, outcome, { label: 'Save figure', run: () => figures.open() });
  announcer.say(`${sentence}. ${outcome}`);
}
