import { compileExperiment } from '../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../src-main/learning/experiment/document.ts';
import { rules } from '../../src-main/learning/rules/index.ts';
import type { Rule, Update } from '../../src-main/learning/rules/rule.ts';
import { tasks } from '../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../../src-main/machine/simulated.ts';
import { randomStream } from '../../src-main/math/random.ts';
import { quartiles } from '../../src-main/math/statistics.ts';

/** The seeds 1 to `count`. */
export function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** A task of the program, changed at will, on a simulated board. */
export function machineOf(
  task: string,
  seed: number,
  change: (document: ExperimentDocument) => ExperimentDocument = (same) => same,
): SimulatedMachine {
  return createSimulatedMachine(compileExperiment(change({ ...tasks[task].build(), seed })));
}

/** A figure of merit over all seeds: medians and quartiles are printed, and how many met the bar. */
export function printFigures(title: string, rows: Readonly<Record<string, readonly number[]>>, success?: string): void {
  const format = (value: number): string => value.toPrecision(4);
  const lines = Object.entries(rows).map(([name, values]) => {
    const [first, middle, third] = quartiles(values);
    return `  ${name.padEnd(44)} median ${format(middle)}  quartiles [${format(first)}, ${format(third)}]  of ${values.length}`;
  });
  console.info([title, ...lines, ...(success === undefined ? [] : [`  ${success}`])].join('\n'));
}

/** A wrong learner: what it makes of the program's own update. */
export type WrongUpdate = (right: Update) => Update;

/** Learns backwards: the free network taken for the clamped one. */
export const reversed: WrongUpdate = (right) => (free, clamped, pulse) => right(clamped, free, pulse);

/** Steps forwards or backwards by the toss of a coin. */
export const random: WrongUpdate = (right) => {
  const coin = randomStream(1, 'coin');
  return (free, clamped, pulse) => (coin.uniform() < 0.5 ? right(free, clamped, pulse) : right(clamped, free, pulse));
};

/** Runs something with every rule of the program replaced by a wrong one. */
export function withRule<T>(wrong: WrongUpdate, run: () => T): T {
  const all = Object.values(rules) as unknown as Rule[];
  const originals = all.map((rule) => ({ rule, create: rule.create }));
  for (const { rule, create } of originals) rule.create = (config, setup) => wrong(create(config, setup));
  try {
    return run();
  } finally {
    for (const { rule, create } of originals) rule.create = create;
  }
}
