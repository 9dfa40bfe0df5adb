import type { Machine } from '../machine/machine.ts';

/** Something that wants to look at the machine now and then: at half periods, for a point of a path, when damage is due, when the program measures. */
export interface Watch {
  /** Steps until its next look; 0: the machine is to stand still. */
  room(): number;
  /** So many steps were done. */
  advanced(steps: number): Promise<void> | void;
}

/** Advances, and stops where one of the watches wants to look. @param count  told of the steps of every part @returns steps done */
export async function advanceWatching(
  machine: Machine,
  steps: number,
  watches: readonly Watch[],
  count: (steps: number) => void,
): Promise<number> {
  let done = 0;
  while (done < steps) {
    const wanted = Math.min(steps - done, ...watches.map((watch) => watch.room()));
    if (wanted < 1) break;
    const part = await machine.advance(wanted);
    count(part);
    done += part;
    for (const watch of watches) await watch.advanced(part);
    if (part < wanted) break;
  }
  return done;
}
