import type { LearningData } from './learningFit.ts';
import type { MeasuredRun } from './measured.ts';

/** From one measurement of a run to the next, where it learnt in between. */
export function intervalsOf({ moments }: MeasuredRun): LearningData['intervals'] {
  return moments.slice(1).flatMap((after, index) => {
    const before = moments[index];
    const duration = after.time - before.time;
    if (!(duration > 0) || after.step <= before.step) return [];
    return [{ interval: { gates: before.gates, from: before.step, to: after.step, duration, nudge: after.nudge }, end: after.gates }];
  });
}
