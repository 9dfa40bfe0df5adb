import type { WallClock } from './emulatedPort.ts';

/** The clock of this process. `setImmediate` runs after whatever waits, so that an emulator at full speed never delays it. */
export const systemClock: WallClock = {
  now: () => performance.now(),
  yield: () => new Promise((resolve) => setImmediate(resolve)),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
