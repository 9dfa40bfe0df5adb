import { randomStream } from '../../src-main/math/random.ts';
import { createEquilibrium } from '../../src-main/learning/transient/coupledFlow.ts';
import { CoupledRun } from '../../src-main/learning/transient/coupledRun.ts';
import type { HeldTask } from '../../src-main/learning/transient/heldTask.ts';
import { buildNetwork } from '../../src-main/physics/network.ts';
import { random as randomTopology } from '../../src-main/physics/topologies/random.ts';
import { distance, format, formatTime, median, processorTime } from './measure.ts';
import { python } from './peers.ts';

/** Stern 2022, Fig. 2: 64 nodes, 143 edges, 5 sources, 3 targets; R = γ_l/γ_p = 1. */
const RATES = { relaxation: 1, learning: 1, nudge: 0.001, floor: 0.01 };
const END = 10;
const ROUNDS = 7;
const RUNS = 20;

function task(): HeldTask {
  const random = randomStream(1, 'relaxing');
  const { nodes, edges } = randomTopology.generate({ kind: 'random', nodes: 64, edges: 143 }, random);
  const normals = (count: number, spread: number): Float64Array => Float64Array.from({ length: count }, () => spread * random.normal());
  return {
    network: buildNetwork(nodes, edges),
    sources: Int32Array.from([0, 11, 23, 37, 51]),
    sourceVoltages: normals(5, 1),
    targets: Int32Array.from([7, 29, 60]),
    targetVoltages: normals(3, 0.2),
    conductances: new Float64Array(143).fill(1),
  };
}

/** Learning while voltages relax, for ten time units, beside scipy's odeint at its own tolerances and no larger an error. */
export function relaxing(): void {
  const peer = python('relax');
  if (peer === null) {
    console.info('relaxing voltages: needs scipy to know what an equal error is');
    return;
  }
  const held = task();
  const input = numbersOf(held);
  const [, ...numbers] = peer(input) ?? [];
  const size = numbers.length / 2;
  const exact = numbers.slice(size);
  const theirError = distance(numbers.slice(0, size), exact);
  const errorAt = (tolerance: number): number => {
    const run = new CoupledRun(held, RATES, tolerance);
    run.advanceTo(END);
    return distance(run.state, exact);
  };
  // The loosest tolerance from which on no error is larger than odeint's: a lucky one among looser ones does not count.
  const tolerances = Array.from({ length: 65 }, (_, index) => 10 ** (-5 - index / 16));
  const tolerance = tolerances.at(tolerances.findLastIndex((value) => errorAt(value) > theirError) + 1);
  if (tolerance === undefined) throw new Error('the error of odeint was not reached');
  const run = (): number => {
    // Made before the clock runs: odeint is given the equilibrium, too.
    const runs = Array.from({ length: RUNS }, () => new CoupledRun(held, RATES, tolerance));
    return processorTime(() => runs.forEach((each) => each.advanceTo(END))) / RUNS;
  };
  // For the compiler.
  for (let round = 0; round < ROUNDS; round++) run();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(run());
    theirs.push(peer(input)?.[0] ?? Number.NaN);
  }
  console.info(
    [
      `relaxing voltages: 64 nodes, 143 edges, 10 time units, R = 1; ${ROUNDS} rounds of ${RUNS} runs, tolerance ${tolerance.toExponential(1)}`,
      `  program    ${formatTime(ours)}, error ${errorAt(tolerance).toExponential(1)}   aim: at most 3 ms at equal error`,
      `  odeint     ${formatTime(theirs)}, error ${theirError.toExponential(1)}: ${format(
        ours.map((own, round) => theirs[round] / own),
        '×',
      )} the program's`,
      `  that is ${(median(ours) / END).toFixed(0)} µs per time unit`,
    ].join('\n'),
  );
}

/** The task as `relax` in peers.py reads it, from both networks in equilibrium. */
function numbersOf(held: HeldTask): string {
  const { network, sources, targets, targetVoltages, conductances } = held;
  const equilibrium = createEquilibrium(held, RATES.floor);
  equilibrium.settle(conductances, 0);
  const responses = Float64Array.from(equilibrium.responses);
  return [
    [network.nodeCount, network.edgeCount, sources.length, targets.length],
    [RATES.relaxation, RATES.learning, RATES.nudge, RATES.floor, END, 5],
    network.from,
    network.to,
    sources,
    targets,
    targetVoltages,
    equilibrium.voltages,
    responses,
    conductances,
  ]
    .map((line) => line.join(' '))
    .join('\n');
}
