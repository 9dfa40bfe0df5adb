import type { ComparisonStatus } from '../../../shared/compare.ts';
import { CompareDesk } from '../../../src-main/host/compareDesk.ts';
import { createComparer } from '../../../src-main/host/compareThread.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { MemoryFiles, TestClock } from '../../src-main/recording/memoryFiles.ts';

/** The comparisons of a fake engine are no fakes: XOR on the real machines, in this thread. */
export function realComparisons(tell: (status: ComparisonStatus) => void): CompareDesk {
  const place = { files: new MemoryFiles(), clock: new TestClock(), folder: '/runs' };
  const document = parseDocument(experimentDocument, tasks['xor'].build(), 'xor');
  return new CompareDesk(createComparer(place), {
    tell,
    document: () => document,
    calibration: () => Promise.resolve(null),
    find: (run) => Promise.resolve(run),
  });
}
