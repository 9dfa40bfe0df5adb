import type { Experiment } from '../learning/experiment/experiment.ts';
import type { BoardParameters } from './boardParameters.ts';
import type { Interval } from './learningTwin.ts';
import type { Order } from '../learning/schedules/schedule.ts';
import type { MeasuredMoment, MeasuredRun } from './measured.ts';

/** Intervals of one recording, with the gates that were measured at their ends. */
export interface LearningData {
  readonly experiment: Experiment;
  readonly board: Omit<BoardParameters, 'learning'>;
  /** Runs of one session share the voltage of their diodes: it is a setting of the laboratory. */
  readonly session: string;
  /** In which datapoints were shown (`measuredOrder`); absent: that of the simulation. */
  readonly order?: Order;
  readonly intervals: readonly { readonly interval: Interval; readonly end: Float64Array }[];
}

/** From one measurement of a run to the next, where it learnt in between. */
export function intervalsOf({ moments }: MeasuredRun): LearningData['intervals'] {
  return intervalsBetween(moments);
}

export function intervalsBetween(moments: readonly Pick<MeasuredMoment, 'step' | 'time' | 'nudge' | 'gates'>[]): LearningData['intervals'] {
  return moments.slice(1).flatMap((after, index) => {
    const before = moments[index];
    const duration = after.time - before.time;
    if (!(duration > 0) || after.step <= before.step) return [];
    return [{ interval: { gates: before.gates, from: before.step, to: after.step, duration, nudge: after.nudge }, end: after.gates }];
  });
}
