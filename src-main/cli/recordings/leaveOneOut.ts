import type { Io } from '../io.ts';
import { duration } from '../training/progress.ts';

/** What was judged, and whether that is all of it. */
export interface LeftOut<T> {
  readonly judged: readonly T[];
  readonly isInterrupted: boolean;
}

/**
 * Judges each recording by what the others tell, one after the other: says which is at work and how long the rest takes by those that are
 * done. A request to stop is heard between two of them, and what was judged until then is answered.
 *
 * @param judge  of one recording by the others
 * @cost that of `judge`, for each
 */
export async function leaveOneOut<R extends { readonly name: string }, T>(
  runs: readonly R[],
  judge: (run: R, others: readonly R[]) => T,
  io: Pick<Io, 'error' | 'now' | 'onInterrupt' | 'breathe'>,
): Promise<LeftOut<T>> {
  const judged: T[] = [];
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => (isInterrupted = true));
  const start = io.now();
  try {
    for (const run of runs) {
      await io.breathe();
      if (isInterrupted) break;
      const done = judged.length;
      const left = done === 0 ? '' : `, about ${duration(((io.now() - start) / 1000 / done) * (runs.length - done))} left`;
      io.error(`judging ${run.name} by the others (${done + 1} of ${runs.length}${left})\n`);
      judged.push(
        judge(
          run,
          runs.filter((other) => other !== run),
        ),
      );
    }
  } finally {
    stopListening();
  }
  if (isInterrupted) io.error(`Stopped: ${judged.length} of ${runs.length} recordings were judged.\n`);
  return { judged, isInterrupted };
}
