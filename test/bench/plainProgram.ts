import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';
import { createMemory } from '../../src-main/learning/memory.ts';

/** One run of `plain.c`. */
export interface PlainRun {
  /** Processor time per step, µs. */
  readonly time: number;
  /** Gate voltages at the end, V, [edge]. */
  readonly gates: readonly number[];
}

/**
 * Compiles `plain.c` with `gcc -O2` and makes it ready for an experiment.
 *
 * @returns  runs so many steps from the first one; `null` where there is no gcc or the experiment is not one of transistors
 */
export function plainProgram(experiment: Experiment, steps: number): (() => PlainRun) | null {
  const problem = describe(experiment, steps);
  if (problem === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-plain-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'plain');
  const { status } = spawnSync('gcc', ['-O2', '-o', program, 'test/bench/plain.c', '-lm'], { stdio: 'inherit' });
  if (status !== 0) return null;
  return () => {
    const { status, stdout } = spawnSync(program, { input: problem, encoding: 'utf8' });
    if (status !== 0) throw new Error(`plain.c ended with ${status}`);
    const [time, ...gates] = stdout.trim().split('\n').map(Number);
    return { time, gates };
  };
}

/** The numbers that `read_problem` reads, in its order. */
function describe(experiment: Experiment, steps: number): string | null {
  const { document, edges, edgeModel, network, inputNodes, supplyNodes, outputs, training } = experiment;
  const { rule, clamping } = document;
  if (edgeModel.kind !== 'transistor' || rule.kind !== 'continuous' || clamping.kind !== 'differential') return null;
  const held = new Set([...inputNodes, ...supplyNodes]);
  const guesses = createMemory(experiment).freeOf;
  return [
    [network.nodeCount, network.edgeCount, training.count, steps, outputs.plus[0], outputs.minus[0]],
    [edgeModel.transconductance, edgeModel.threshold, rule.rate, document.stepTime, clamping.nudge, rule.gateFloor, rule.gateCeiling],
    ...edges.map((edge, index) => [network.from[index], network.to[index], edge.gate ?? edgeModel.threshold]),
    Array.from({ length: network.nodeCount }, (_, node) => (held.has(node) ? 1 : 0)),
    ...guesses.map((guess, datapoint) => [training.labels[datapoint], ...guess]),
  ]
    .map((line) => line.join(' '))
    .join('\n');
}
