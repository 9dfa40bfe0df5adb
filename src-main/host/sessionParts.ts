import type { Machine } from '../machine/machine.ts';
import type { Clock } from './clock.ts';
import type { LoadedExperiment } from './library.ts';
import { OutputMapper } from './outputMapper.ts';
import type { Queue } from './queue.ts';

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

/** As many of these steps as lead to the next measurement of the program: there, a board has just told all there is to see. */
export function untilMeasured({ measuresEvery }: LoadedExperiment, step: number, steps: number): number {
  return Math.min(steps, measuresEvery - (step % measuresEvery));
}
