import process from 'node:process';
import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';
import { Trainer } from '../../src-main/learning/trainer.ts';
import { powerLawExponent } from '../../src-main/math/powerLaw.ts';
import { areLinear, edgeCurrent } from '../../src-main/physics/elements.ts';
import { distance, format, formatTime, load, median, processorTime } from './measure.ts';
import { experimentOf, numbersOf, square, type Edges, type Topology } from './networks.ts';
import { cholmod, python, type Peer } from './peers.ts';

/** A size of network: its training step beside its peers. */
export interface Size {
  readonly title: string;
  readonly topology: Topology;
  readonly edges: Edges;
  /** Steps of a round, and rounds, in each of which the program and its peers take their turn. */
  readonly steps: number;
  readonly rounds: number;
  readonly peers: readonly ('numpy' | 'scipy' | 'cholmod')[];
  readonly aim: string;
}

/** Processor time per step of a program over one round, µs. */
interface Round {
  readonly program: number;
  readonly peers: Readonly<Record<string, number>>;
}

/** Steps before the first state that transistors are measured from: each datapoint is found from its own voltages, as ever after. */
const FOUND = 4;

/** Runs from the first state; the states at the end stay. */
class Product {
  readonly trainer: Trainer;
  readonly #start: Float64Array;
  readonly #free: Float64Array;
  readonly #clamped: Float64Array;

  constructor(experiment: Experiment) {
    this.trainer = new Trainer(experiment);
    if (!areLinear(this.trainer.twin.bank.elements)) this.#go(FOUND);
    this.#start = Float64Array.from(this.trainer.twin.bank.states);
    this.#free = Float64Array.from(this.trainer.memory.free);
    this.#clamped = Float64Array.from(this.trainer.memory.clamped);
  }

  /** µs per step. */
  run(steps: number): number {
    const { twin, memory } = this.trainer;
    twin.bank.states.set(this.#start);
    memory.free.set(this.#free);
    memory.clamped.set(this.#clamped);
    twin.refresh();
    this.trainer.steps = 0;
    return processorTime(() => this.#go(steps)) / steps;
  }

  #go(steps: number): void {
    for (let step = 0; step < steps; step++) this.trainer.step();
  }

  /** Largest sum of currents at an unknown node of the free network, relative to the largest current. */
  imbalance(): number {
    const { trainer } = this;
    const { network, inputNodes, supplyNodes } = trainer.experiment;
    const voltages = trainer.memory.freeOf[0];
    trainer.twin.solveFree(voltages);
    const sums = new Float64Array(network.nodeCount);
    let largest = 0;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const [a, b] = [network.from[edge], network.to[edge]];
      const current = edgeCurrent(trainer.twin.bank.elements, edge, voltages[a], voltages[b]);
      sums[a] -= current;
      sums[b] += current;
      largest = Math.max(largest, Math.abs(current));
    }
    for (const node of [...inputNodes, ...supplyNodes]) sums[node] = 0;
    return sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0) / largest;
  }
}

/** Prints the training step of one size beside its peers, accuracy beside the time. */
export function size({ title, topology, edges, steps, rounds, peers, aim }: Size): void {
  const experiment = experimentOf(topology, edges);
  const product = new Product(experiment);
  const input = edges === 'linear' ? numbersOf(experiment, product.trainer.memory.freeOf, steps) : '';
  const run = peersOf(peers, input);
  product.run(steps);
  product.run(steps);
  const results: Round[] = [];
  const notes = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    const program = product.run(steps);
    const states = Float64Array.from(product.trainer.twin.bank.states);
    results.push({ program, peers: run(states, notes) });
  }
  const { network } = experiment;
  console.info(`${title}: ${network.nodeCount} nodes, ${network.edgeCount} edges; ${rounds} rounds of ${steps} steps`);
  console.info(`  program    ${formatTime(results.map(({ program }) => program))}   aim: ${aim}`);
  for (const peer of Object.keys(results[0].peers)) {
    const times = results.map((result) => result.peers[peer]);
    const ratios = results.map((result) => result.peers[peer] / result.program);
    console.info(`  ${peer.padEnd(30)} ${formatTime(times)}: ${format(ratios, '×')} the program's ${notes.get(peer) ?? ''}`);
  }
  console.info(`  currents balance to ${product.imbalance().toExponential(1)} of the largest; load ${load()}`);
}

type RunPeers = (states: ArrayLike<number>, notes: Map<string, string>) => Record<string, number>;

/** All peers in turn; notes how far their conductances end from the program's. */
function peersOf(names: Size['peers'], input: string): RunPeers {
  const plain = names.flatMap((name): [string, Peer][] => {
    const peer = name === 'cholmod' ? null : python(name);
    return peer === null ? [] : [[name, peer]];
  });
  const factored = names.includes('cholmod')
    ? ([0, 1] as const).flatMap((mode): [string, Peer][] => {
        const peer = cholmod(mode);
        return peer === null ? [] : [[mode === 0 ? 'CHOLMOD, simplicial' : 'CHOLMOD', peer]];
      })
    : [];
  return (states, notes) => {
    const times: Record<string, number> = {};
    for (const [name, peer] of plain) {
      const answer = peer(input);
      if (answer === null) continue;
      times[name] = answer[0];
      notes.set(name, apart(states, answer.slice(1)));
    }
    for (const [name, peer] of factored) {
      const answer = peer(input);
      if (answer === null) continue;
      const [same, factorisation, isSupernodal, both] = answer;
      times[`${name}, same work`] = same;
      times[`${name}, both factored`] = both;
      times[`${name}, one factorisation`] = factorisation;
      notes.set(`${name}, same work`, isSupernodal === 1 ? '(supernodal)' : '(simplicial)');
      notes.set(`${name}, both factored`, apart(states, answer.slice(4)));
    }
    return times;
  };
}

function apart(states: ArrayLike<number>, others: readonly number[]): string {
  return `; conductances end ${distance(states, others).toExponential(1)} S apart at most`;
}

const SIDES = [32, 50, 71, 100, 142, 224];

/** Sizes up to 100,352 edges, linear and transistors: the exponent of the time, and the memory at the end. */
export function growth(): void {
  for (const edges of ['linear', 'transistors'] as const) {
    const points = SIDES.map((side): [number, number] => {
      const product = new Product(experimentOf(square(side), edges));
      const steps = Math.max(2, Math.round(40_000 / side ** 2));
      product.run(steps);
      const times = Array.from({ length: 3 }, () => product.run(steps));
      console.info(`  ${edges}, ${2 * side * side} edges: ${formatTime(times)}; ${residentMegabytes()} MB resident`);
      return [2 * side * side, median(times)];
    });
    const exponent = powerLawExponent(points)?.toFixed(2);
    const last = powerLawExponent(points.slice(-3))?.toFixed(2);
    console.info(`${edges}: time per step grows as edges^${exponent} (the three largest: ^${last})   aim: at most ^1.5, and under 2 GB`);
  }
  for (const edges of ['linear', 'transistors'] as const) {
    const product = new Product(experimentOf({ kind: 'random', nodes: 50_000, edges: 100_000 }, edges));
    const times = Array.from({ length: 3 }, () => product.run(2));
    console.info(`${edges}, a random network of 100000 edges, by iterating: ${formatTime(times)}; ${residentMegabytes()} MB resident`);
  }
}

function residentMegabytes(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}
