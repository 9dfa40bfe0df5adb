import type { Machine } from '../machine/machine.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import type { Clock } from './clock.ts';
import type { DamageWatch } from './damageWatch.ts';
import type { LoadedExperiment } from './library.ts';
import type { Observer } from './observer.ts';
import { OutputMapper } from './outputMapper.ts';
import type { PeriodWatch } from './periodWatch.ts';
import type { Queue } from './queue.ts';
import type { StopWatch } from './stopWatch.ts';
import type { UndoStack } from './undoStack.ts';

/** Answers requests for a map of an experiment's outputs, in turns with its run. */
export function createMapper(experiment: LoadedExperiment, machine: Machine, clock: Clock, queue: Queue): OutputMapper {
  const { figures, description } = experiment;
  const { variables } = figures;
  return new OutputMapper({
    machine,
    clock,
    queue,
    variables,
    names: description.inputNames,
    createMachine: () => experiment.createMachine(),
  });
}

/** The edges that learn, by index. */
export function adaptiveEdges({ description }: LoadedExperiment): number[] {
  return description.edges.flatMap(({ isAdaptive }, edge) => (isAdaptive ? [edge] : []));
}

/** What a session before has left beside its machine: history, marks, and what was done. */
export function takeUp(
  { markers, history, periods, undo, damageSchedule, stop }: SessionCheckpoint,
  into: {
    readonly observer: Observer;
    readonly periods: PeriodWatch;
    readonly undo: UndoStack;
    readonly damageWatch: DamageWatch;
    readonly stopWatch: StopWatch;
  },
): void {
  into.observer.markers.load(markers);
  into.observer.history.load(history);
  into.periods.periods.load(periods);
  into.undo.load(undo);
  into.damageWatch.load(damageSchedule);
  into.stopWatch.load(stop);
}

/** As many of these steps as lead to the next measurement of the program: there, a board has just told all there is to see. */
export function untilMeasured({ measuresEvery }: LoadedExperiment, step: number, steps: number): number {
  return Math.min(steps, measuresEvery - (step % measuresEvery));
}
