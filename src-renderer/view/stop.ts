import type { Session } from '../../shared/session.ts';
import type { Stopped } from '../../shared/stop.ts';
import { formatCount, formatQuantity } from '../../shared/units.ts';
import { formatTime } from './quantities.ts';

/** Where a run stopped, and on what: "Stopped: error below 1×10⁻⁵ V² at step 12 340, 1.23 s". Wipers count steps alone. */
export function stopSentence({ words, step, time }: Stopped, edgeKind: Session['edgeKind']): string {
  return `Stopped: ${words} at step ${formatCount(step)}${edgeKind === 'transistor' ? `, ${formatTime(time)}` : ''}`;
}

/** What it has come to by then: "Learned: error 2.1×10⁻⁶ V²". */
export function outcomeText({ error, isLearned }: Stopped): string {
  const text = `error ${formatQuantity(error, 'V²')}`;
  if (isLearned === null) return text.replace('e', 'E');
  return `${isLearned ? 'Learned' : 'Goal not reached'}: ${text}`;
}
