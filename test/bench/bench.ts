import { cpus, loadavg } from 'node:os';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { compileExperiment } from '../../src-main/learning/experiment/compile.ts';
import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../src-main/learning/tasks/index.ts';
import { Trainer } from '../../src-main/learning/trainer.ts';
import { quartiles } from '../../src-main/math/statistics.ts';
import { SimpleTwin } from './simpleTwin.ts';

/** Repeats of so many steps each, the program and the reference in turn, so that both see the same load. */
const REPEATS = 41;
const STEPS = 5_000;
/** Steps before the first measurement, for the compiler. */
const WARM_UP = 30_000;
/** Steps over which the growth of the heap is measured. */
const HEAP_STEPS = 1_000_000;

interface Contender {
  step(): void;
  /** Back to the states at the start, so that every repeat measures learning and not its end. */
  restart(): void;
}

interface Result {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Bytes per step, and garbage collections in all `HEAP_STEPS`. */
  readonly bytes: number;
  readonly collections: number;
}

/** One training step of the program, without measurements. */
function product(experiment: Experiment): Contender {
  const trainer = new Trainer(experiment);
  const start = Float64Array.from(trainer.twin.bank.states);
  return {
    step: () => trainer.step(),
    restart: () => {
      trainer.twin.bank.states.set(start);
      trainer.twin.refresh();
    },
  };
}

function reference(experiment: Experiment): Contender {
  const twin = new SimpleTwin(experiment);
  const start = [...twin.states];
  let steps = 0;
  return {
    step: () => twin.step(steps++ % experiment.training.count),
    restart: () => start.forEach((state, edge) => (twin.states[edge] = state)),
  };
}

function run(contender: Contender, steps: number): void {
  for (let step = 0; step < steps; step++) contender.step();
}

/** Microseconds per step. */
function time(contender: Contender): number {
  contender.restart();
  const start = performance.now();
  run(contender, STEPS);
  return ((performance.now() - start) / STEPS) * 1000;
}

async function measure(experiment: Experiment): Promise<Result> {
  const ours = product(experiment);
  const theirs = reference(experiment);
  run(ours, WARM_UP);
  run(theirs, WARM_UP);
  const times = Array.from({ length: REPEATS }, () => [time(ours), time(theirs)] as const);
  return { ours: times.map(([own]) => own), theirs: times.map(([, other]) => other), ...(await heapGrowth(ours)) };
}

async function heapGrowth(contender: Contender): Promise<Pick<Result, 'bytes' | 'collections'>> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
  // The compiler sees every part of a long run before anything is counted: what it keeps for itself grows once, not per step.
  contender.restart();
  run(contender, HEAP_STEPS);
  contender.restart();
  globalThis.gc?.();
  // Let the entry of that collection pass by before counting.
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  run(contender, HEAP_STEPS);
  const bytes = (process.memoryUsage().heapUsed - before) / HEAP_STEPS;
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  return { bytes, collections };
}

function load(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
}

function format(values: readonly number[], unit: string): string {
  const [first, median, third] = quartiles(values);
  return `${median.toFixed(2)} ${unit} [${first.toFixed(2)}, ${third.toFixed(2)}]`;
}

console.info(`CPU ${cpus()[0]?.model.trim() ?? 'unknown'} × ${cpus().length} · Node ${process.version} · load ${load()} at the start`);
console.info(`One training step, medians [quartiles] of ${REPEATS} repeats of ${STEPS} steps; the reference is test/bench/simpleTwin.ts.`);
for (const [title, task] of [
  ['4 × 4 transistors, XOR', 'xor'],
  ['16 digipots, allostery', 'allostery'],
] as const) {
  const document = tasks[task].build();
  const { ours, theirs, bytes, collections } = await measure(compileExperiment({ ...document, schedule: { kind: 'cyclic', hold: 1 } }));
  const ratios = ours.map((own, repeat) => theirs[repeat] / own);
  console.info(
    [
      title,
      `  program    ${format(ours, 'µs')}   aim: under 10 µs`,
      `  reference  ${format(theirs, 'µs')}`,
      `  ratio      ${format(ratios, '×')}   aim: at least 4 ×`,
      `  heap       ${bytes.toFixed(3)} bytes per step, ${collections} collections in ${HEAP_STEPS} steps   aim: none`,
      `  load       ${load()}`,
    ].join('\n'),
  );
}
