import type { RecordedEnd, RecordedEvent, RecordedKind, RecordingSurvey } from '../machine/recorded.ts';
import { channelIds } from './channels.ts';
import type { FileIndex } from './fileIndex.ts';

/** Counts the events of a recording as they pass. */
export class Tally {
  readonly #counts = Object.fromEntries(Object.keys(channelIds).map((kind) => [kind, 0])) as Record<RecordedKind, number>;
  #endedAt: number;
  #end: RecordedEnd['reason'] | null = null;
  #seen = 0;
  /** Sequence number of the next event, were none missing. */
  #next = 0;
  readonly #found = { firstStep: -1, lastStep: -1, lastTime: 0, lastError: Number.NaN, lastAccuracy: null as number | null };

  /** @param createdAt  host time of the start, s since 1970 */
  constructor(createdAt: number) {
    this.#endedAt = createdAt;
  }

  add(event: RecordedEvent): void {
    this.#counts[event.kind]++;
    this.#seen++;
    this.#next = event.sequence + 1;
    this.#endedAt = event.hostTime;
    if (event.kind === 'end') this.#end = event.reason;
    if (event.kind !== 'measurement' && event.kind !== 'state') return;
    const found = this.#found;
    if (found.firstStep < 0) found.firstStep = event.step;
    found.lastStep = event.step;
    found.lastTime = event.time;
    if (event.kind !== 'measurement') return;
    found.lastError = event.error;
    found.lastAccuracy = event.accuracy;
  }

  /**
   * @param bytes    that could not be read
   * @param written  events that the file says there are; `null` where it does not say
   */
  survey(bytes: number, written: number | null): RecordingSurvey {
    const events = Math.max(this.#next, written ?? 0) - this.#seen;
    const isCutOff = this.#end === null && written === null;
    return { counts: this.#counts, ...this.#found, endedAt: this.#endedAt, end: this.#end, loss: { bytes, events, isCutOff } };
  }

  /** What the index counts, with what was seen of the beginning and the end. */
  glance({ counts }: FileIndex): RecordingSurvey {
    const all = Object.entries(channelIds).map(([kind, id]) => [kind, counts.get(id) ?? 0]);
    return {
      ...this.survey(0, null),
      counts: Object.fromEntries(all) as Record<RecordedKind, number>,
      loss: { bytes: 0, events: 0, isCutOff: false },
    };
  }
}
