import { PerformanceObserver } from 'node:perf_hooks';
import process from 'node:process';
import { compileExperiment } from '../../src-main/learning/experiment/compile.ts';
import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../src-main/learning/tasks/index.ts';
import { Trainer } from '../../src-main/learning/trainer.ts';
import { distance, format, load, processorTime } from './measure.ts';
import { ngspiceStep } from './ngspice.ts';
import { plainProgram, type PlainRun } from './plainProgram.ts';
import { SimpleTwin } from './simpleTwin.ts';

/** Repeats of so many steps each, the program and its peers in turn, so that all see the same load. */
const REPEATS = 101;
const STEPS = 1_000;
/** Repeats of each before the first that counts, for the compiler: in turn too, because `run` is compiled anew when it meets the second. */
const WARM_UP = 40;
/** Steps over which the growth of the heap is measured. */
const HEAP_STEPS = 1_000_000;

interface Contender {
  /** Gate voltages, V, or wiper positions, [edge]. */
  states(): ArrayLike<number>;
  step(): void;
  /** Back to the states at the start, so that every repeat measures learning and not its end. */
  restart(): void;
}

interface Result {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Of the program in plain C; `null` where there is none. */
  readonly plain: readonly number[] | null;
  /** The furthest that a gate ends from that of the program in plain C, V. */
  readonly apart: number;
  /** Bytes per step, and garbage collections in all `HEAP_STEPS`. */
  readonly bytes: number;
  readonly collections: number;
}

/** One training step of the program, without measurements. */
function product(experiment: Experiment): Contender {
  const trainer = new Trainer(experiment);
  const start = Float64Array.from(trainer.twin.bank.states);
  return {
    states: () => trainer.twin.bank.states,
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
    states: () => twin.states,
    step: () => twin.step(steps++ % experiment.training.count),
    restart: () => start.forEach((state, edge) => (twin.states[edge] = state)),
  };
}

function run(contender: Contender, steps: number): void {
  for (let step = 0; step < steps; step++) contender.step();
}

function time(contender: Contender): number {
  contender.restart();
  // Wakes the processor up, as in plain.c.
  run(contender, STEPS);
  contender.restart();
  return processorTime(() => run(contender, STEPS)) / STEPS;
}

async function measure(experiment: Experiment): Promise<Result> {
  const ours = product(experiment);
  const theirs = reference(experiment);
  const runPlain = plainProgram(experiment, STEPS);
  for (let repeat = 0; repeat < WARM_UP; repeat++) [ours, theirs].forEach(time);
  const times: { own: number; other: number; plain: PlainRun | null; states: Float64Array }[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const own = time(ours);
    times.push({ own, states: Float64Array.from(ours.states()), other: time(theirs), plain: runPlain?.() ?? null });
  }
  const plain = times.flatMap((entry) => (entry.plain === null ? [] : [entry.plain]));
  return {
    ours: times.map(({ own }) => own),
    theirs: times.map(({ other }) => other),
    plain: plain.length === 0 ? null : plain.map((entry) => entry.time),
    apart: plain.length === 0 ? Number.NaN : distance(times[0].states, plain[0].gates),
    ...(await heapGrowth(ours)),
  };
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

/** The boards of the papers: one training step beside a simple program and one in plain C. */
export async function board(title: string, task: 'xor' | 'allostery'): Promise<void> {
  const document = tasks[task].build();
  const experiment = compileExperiment({ ...document, schedule: { kind: 'cyclic', hold: 1 } });
  const { ours, theirs, plain, apart, bytes, collections } = await measure(experiment);
  const ratio = (peer: readonly number[]): string => {
    const ratios = ours.map((own, repeat) => peer[repeat] / own);
    return `${format(ratios, '×')}; of the least times ${(Math.min(...peer) / Math.min(...ours)).toFixed(2)} ×`;
  };
  const lines = [
    `${title}: medians [quartiles] and least of ${REPEATS} repeats of ${STEPS} steps; the reference is simpleTwin.ts, plain C plain.c`,
    `  program    ${format(ours, 'µs')}   aim: at most 2.5 µs`,
    `  reference  ${format(theirs, 'µs')}`,
    `  ratio      ${ratio(theirs)}   aim: at least 4 ×`,
  ];
  if (plain !== null) {
    lines.push(`  plain C    ${format(plain, 'µs')}; gates end ${apart.toExponential(1)} V apart at most`);
    lines.push(`  ratio      ${ratio(plain)}   aim: at least 1 ×`);
  }
  const spice = ngspiceStep(experiment);
  if (spice !== null) lines.push(`  ngspice    ${format(spice, 'µs')} for two operating points, without an update`);
  lines.push(`  heap       ${bytes.toFixed(3)} bytes per step, ${collections} collections in ${HEAP_STEPS} steps   aim: none`);
  lines.push(`  load       ${load()}`);
  console.info(lines.join('\n'));
}
