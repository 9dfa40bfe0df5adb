import { SweepDesk } from '../../../src-main/host/sweepDesk.ts';
import { systemClock } from '../../../src-main/board/transports/systemClock.ts';
import { createLocalCellRunner } from '../../../src-main/sweeps/cellRunner.ts';
import type { SweepNews } from '../../../shared/sweep.ts';
import { MemoryFiles, TestClock } from '../../src-main/recording/memoryFiles.ts';

/** The sweeps of a fake engine are no fakes: the desk of the real one, on a disk in memory and in this thread. */
export function realSweeps(tell: (news: SweepNews) => void): SweepDesk {
  const place = {
    files: new MemoryFiles(),
    clock: new TestClock(),
    folder: '/runs',
    keepAwake: async () => ({ isHeld: true, how: 'test', release: () => {} }),
  };
  const parts = { place, clock: systemClock, workers: { most: 2, usual: 1 }, createRunner: () => createLocalCellRunner(place) };
  return new SweepDesk(parts, { tell, failed: () => {} });
}
