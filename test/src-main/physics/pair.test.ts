import { describe, expect, it } from 'vitest';
import type { EdgeModelConfig } from '../../../shared/documents/network.ts';
import { randomStream, type Random } from '../../../src-main/math/random.ts';
import { createElements, edgeCurrent, type EdgeElements } from '../../../src-main/physics/elements.ts';
import { floatingNodes } from '../../../src-main/physics/floating.ts';
import { buildNetwork, type Network } from '../../../src-main/physics/network.ts';
import { createSolver } from '../../../src-main/physics/solvers/index.ts';
import { createSolverPair, type Boundary } from '../../../src-main/physics/pair.ts';
import { createSystem } from '../../../src-main/physics/solvers/system.ts';
import { periodicSquare } from '../../../src-main/physics/topologies/periodicSquare.ts';
import { random as randomTopology } from '../../../src-main/physics/topologies/random.ts';

type Kind = Extract<EdgeModelConfig['kind'], 'resistor' | 'transistor'>;

const lattice = (side: number, random: Random): Network => {
  const { nodes, edges } = periodicSquare.generate({ kind: 'periodicSquare', rows: side, columns: side }, random);
  return buildNetwork(nodes, edges);
};
const graph = (nodes: number, edges: number, random: Random): Network => {
  const layout = randomTopology.generate({ kind: 'random', nodes, edges }, random);
  return buildNetwork(layout.nodes, layout.edges);
};

/** From below to above the sizes at which factors are shared, and kept by supernodes. */
const networks: readonly [string, (random: Random) => Network, outputs: number][] = [
  ['a lattice of 16 nodes', (random) => lattice(4, random), 1],
  ['a lattice of 100 nodes', (random) => lattice(10, random), 3],
  ['a lattice of 400 nodes', (random) => lattice(20, random), 12],
  ['a lattice of 1,600 nodes', (random) => lattice(40, random), 2],
  ['a random network of 64 nodes', (random) => graph(64, 143, random), 4],
  ['a random network of 300 nodes', (random) => graph(300, 600, random), 30],
  // No good separators: solved by iterating.
  ['a random network of 2,000 nodes', (random) => graph(2000, 4000, random), 3],
];

interface Setup {
  readonly network: Network;
  readonly elements: EdgeElements;
  readonly free: Boundary;
  readonly clamped: Boundary;
  readonly outputs: readonly number[];
  readonly random: Random;
}

function setUp(make: (random: Random) => Network, outputCount: number, kind: Kind): Setup {
  const random = randomStream(5, `${kind} ${outputCount}`);
  const network = make(random);
  const elements = createElements(network.edgeCount);
  draw(elements, kind, random);
  const isHeld = new Uint8Array(network.nodeCount);
  for (const node of [0, 3, 7]) isHeld[node] = 1;
  const outputs = Array.from({ length: outputCount }, (_, output) => 9 + Math.floor((output * (network.nodeCount - 10)) / outputCount));
  const isHeldClamped = Uint8Array.from(isHeld);
  for (const node of outputs) isHeldClamped[node] = 1;
  const boundary = (held: Uint8Array): Boundary => ({
    elements,
    isHeld: held,
    isFloating: floatingNodes(network, elements, held, -Infinity),
    injections: null,
  });
  return { network, elements, free: boundary(isHeld), clamped: boundary(isHeldClamped), outputs, random };
}

function draw(elements: EdgeElements, kind: Kind, random: Random): void {
  for (let edge = 0; edge < elements.conductances.length; edge++) {
    if (kind === 'resistor') elements.conductances[edge] = 10 ** (2 * random.uniform() - 5);
    else {
      elements.transconductances[edge] = 8e-4;
      elements.overdrives[edge] = 0.5 + 3 * random.uniform();
    }
  }
}

/** Largest imbalance of currents at an unknown node, relative to the largest current. */
function imbalance({ network, elements }: Setup, { isHeld }: Boundary, voltages: Float64Array): number {
  const sums = new Float64Array(network.nodeCount);
  let largest = 0;
  for (let edge = 0; edge < network.edgeCount; edge++) {
    const [a, b] = [network.from[edge], network.to[edge]];
    const current = edgeCurrent(elements, edge, voltages[a], voltages[b]);
    sums[a] -= current;
    sums[b] += current;
    largest = Math.max(largest, Math.abs(current));
  }
  return sums.reduce((most, sum, node) => (isHeld[node] === 1 ? most : Math.max(most, Math.abs(sum))), 0) / largest;
}

describe.each(networks)('free and clamped network of %s', (_name, make, outputCount) => {
  it.each(['resistor', 'transistor'] as const)('have the solutions that each has alone: %s edges', (kind) => {
    const setup = setUp(make, outputCount, kind);
    const { network, elements, free, clamped, outputs, random } = setup;
    const [freeSolver, clampedSolver] = createSolverPair(network, free, clamped);
    const guess = Float64Array.from({ length: network.nodeCount }, () => 0.2);
    [0.45, 0.11, 0].forEach((voltage, index) => (guess[[0, 3, 7][index]] = voltage));
    const freeVoltages = Float64Array.from(guess);
    const clampedVoltages = Float64Array.from(guess);
    for (let step = 0; step < 4; step++) {
      freeSolver.solve(freeVoltages);
      for (const node of outputs) clampedVoltages[node] = freeVoltages[node] + 0.1 * (random.uniform() - 0.5);
      clampedSolver.solve(clampedVoltages);
      for (const [boundary, voltages] of [
        [free, freeVoltages],
        [clamped, clampedVoltages],
      ] as const) {
        const alone = Float64Array.from(voltages, (voltage, node) => (boundary.isHeld[node] === 1 ? voltage : 0.2));
        createSolver(createSystem(network, boundary.isHeld, boundary.isFloating), elements).solve(alone);
        // Newton's method ends at 1e-9 V; linear solutions differ by rounding times the condition number, below 1e7 here.
        const tolerance = kind === 'resistor' ? 1e-11 : 1e-8;
        voltages.forEach((value, node) => expect(Math.abs(value - alone[node])).toBeLessThan(tolerance));
        // Linear currents balance to the rounding of the voltages: 1e-16 V times a hundredfold spread of the conductances.
        if (kind === 'resistor') expect(imbalance(setup, boundary, voltages)).toBeLessThan(1e-12);
      }
      // Learning: a small change, and once a large one that makes the factors of the step before useless.
      if (step === 2) draw(elements, kind, random);
      else elements.conductances.forEach((value, edge) => (elements.conductances[edge] = value * (1 + 0.01 * random.uniform())));
    }
  });

  it('do not depend on what was solved before', () => {
    const { network, elements, free, clamped, random } = setUp(make, outputCount, 'resistor');
    const [freeSolver, clampedSolver] = createSolverPair(network, free, clamped);
    const start = Float64Array.from({ length: network.nodeCount }, () => random.uniform());
    const [first, second] = [Float64Array.from(start), Float64Array.from(start)];
    clampedSolver.solve(first);
    const kept = Float64Array.from(elements.conductances);
    draw(elements, 'resistor', random);
    freeSolver.solve(Float64Array.from(start));
    elements.conductances.set(kept);
    clampedSolver.solve(second);
    expect(second).toEqual(first);
  });

  it('leave held nodes alone', () => {
    const { network, free, clamped, random } = setUp(make, outputCount, 'transistor');
    const start = Float64Array.from({ length: network.nodeCount }, () => 0.4 * random.uniform());
    const pair = createSolverPair(network, free, clamped);
    [free, clamped].forEach(({ isHeld }, which) => {
      const voltages = Float64Array.from(start);
      pair[which].solve(voltages);
      voltages.forEach((voltage, node) => (isHeld[node] === 1 ? expect(voltage).toBe(start[node]) : undefined));
    });
  });
});

describe('networks that share no factors', () => {
  it('have other edges, or a part that only the clamped network reaches', () => {
    const { network, elements, free, clamped } = setUp((random) => lattice(10, random), 2, 'resistor');
    const other: EdgeElements = { ...elements, conductances: elements.conductances.map((value) => 2 * value) };
    const [, mismatched] = createSolverPair(network, free, { ...clamped, elements: other });
    const voltages = Float64Array.from({ length: network.nodeCount }, (_, node) => (node === 0 ? 1 : 0));
    const same = Float64Array.from(voltages);
    mismatched.solve(voltages);
    createSolver(createSystem(network, clamped.isHeld, clamped.isFloating), other).solve(same);
    expect(voltages).toEqual(same);
    const isFloating = Uint8Array.from(free.isFloating);
    isFloating[50] = 1;
    const [alone] = createSolverPair(network, { ...free, isFloating }, clamped);
    const left = Float64Array.from({ length: network.nodeCount }, () => 0.25);
    alone.solve(left);
    expect(left[50]).toBe(0.25);
  });
});
