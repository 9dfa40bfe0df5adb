import type { WallClock } from './emulatedPort.ts';

/**
 * The clock of this process. `setImmediate` runs after whatever waits, so that an emulator at full speed never delays it, and a deadline that a busy
 * computer comes to late is kept only after what had arrived before it was read.
 */
export const systemClock: WallClock = {
  now: () => performance.now(),
  yield: () => new Promise((resolve) => setImmediate(resolve)),
  after: (milliseconds, callback) => {
    let late: NodeJS.Immediate | null = null;
    const timer = setTimeout(() => (late = setImmediate(callback)), milliseconds);
    return () => {
      clearTimeout(timer);
      if (late !== null) clearImmediate(late);
    };
  },
};
