import type { Clock } from './clock.ts';

/** A study works this long before the run and the requests have their turn, ms. */
export const TURN_MS = 4;

/** The parts of a long study, with a turn for the run and for requests between them whenever `TURN_MS` are over. */
export async function* breathing<T>(clock: Clock, study: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T, void, void> {
  let since = clock.now();
  for await (const part of study) {
    yield part;
    if (clock.now() - since < TURN_MS) continue;
    await clock.yield();
    since = clock.now();
  }
}
