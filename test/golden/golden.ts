import { readFileSync, writeFileSync } from 'node:fs';
import { compileExperiment } from '../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../src-main/machine/simulated.ts';

/** The training steps at which a golden run is recorded. */
export const goldenSteps = [1, 10, 100, 400];

interface GoldenPoint {
  readonly step: number;
  /** Gate voltage or wiper position, [edge]. */
  readonly states: readonly number[];
  /** As the task measures it, V². */
  readonly error: number;
}

/** Runs a task from its own seed. */
export function recordGolden(task: string): GoldenPoint[] {
  const document = tasks[task].build();
  const machine = createSimulatedMachine(compileExperiment(document));
  return goldenSteps.map((step) => {
    machine.advance(step - machine.read().step);
    return { step, states: [...machine.read().states], error: machine.measure(document.measure.of).error };
  });
}

export function readGolden(task: string): GoldenPoint[] {
  return JSON.parse(readFileSync(fileOf(task), 'utf8')) as GoldenPoint[];
}

export function writeGolden(task: string): void {
  const lines = recordGolden(task).map((point) => `  ${JSON.stringify(point)}`);
  writeFileSync(fileOf(task), `[\n${lines.join(',\n')}\n]\n`);
}

function fileOf(task: string): URL {
  return new URL(`${task}.json`, import.meta.url);
}
