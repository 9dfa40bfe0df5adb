import { createTaskRunner } from '../../../src-main/host/jobTasks.ts';
import type { RunParts } from '../../../src-main/host/runDesk.ts';
import type { RecordingPlace } from '../../../src-main/recording/place.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';

/** A place for runs in memory, with a desktop that shows nothing and whose trash is a folder; tasks are done where they are asked for. */
export function fakeRuns(files = new MemoryFiles(), change: Partial<RunParts> = {}): RunParts & { hostClock: TestClock } {
  const keepAwake: RecordingPlace['keepAwake'] = () => Promise.resolve({ isHeld: false, how: 'this is a test', release: () => undefined });
  const hostClock = new TestClock();
  const place: RecordingPlace = { files, clock: hostClock, folder: '/runs', keepAwake };
  return {
    place,
    hostClock,
    shell: {
      reveal: () => Promise.resolve(false),
      async trash(path) {
        const where = path.replace('/runs/', '/trash/');
        await files.move(path, where);
        return { where, restore: () => files.move(where, path) };
      },
    },
    tasks: createTaskRunner(place),
    downloads: '/downloads',
    ...change,
  };
}
