import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileKernel } from '../../../../scripts/wasm.mjs';
import { randomStream, type Random } from '../../../../src-main/math/random.ts';
import { createElements } from '../../../../src-main/physics/elements.ts';
import { buildNetwork, type Network } from '../../../../src-main/physics/network.ts';
import { NewtonSolver } from '../../../../src-main/physics/solvers/newton.ts';
import { NewtonKernel } from '../../../../src-main/physics/solvers/newtonKernel.ts';
import { createSystem } from '../../../../src-main/physics/solvers/system.ts';
import { periodicSquare } from '../../../../src-main/physics/topologies/periodicSquare.ts';
import { random as randomTopology } from '../../../../src-main/physics/topologies/random.ts';

const lattice = (side: number) => (random: Random) =>
  periodicSquare.generate({ kind: 'periodicSquare', rows: side, columns: side }, random);
const graph = (nodes: number, edges: number) => (random: Random) => randomTopology.generate({ kind: 'random', nodes, edges }, random);

describe('Newton’s method in WebAssembly', () => {
  it('is what its source compiles to', async () => {
    const kernel = 'src-main/physics/solvers/newtonKernel';
    expect(readFileSync(`${kernel}Wasm.ts`, 'utf8')).toBe(await compileKernel(kernel));
  });

  it.each([
    ['a lattice of 16 nodes', lattice(4), 1e-4, false],
    ['a lattice of 16 nodes whose gates jump', lattice(4), 0.2, false],
    ['a lattice of 16 nodes that are fed with currents', lattice(4), 1e-4, true],
    ['a lattice of 100 nodes', lattice(10), 1e-3, false],
    ['a random network of 64 nodes', graph(64, 143), 1e-2, false],
    ['a chain', graph(8, 7), 1e-2, false],
  ])('gives the same bytes as in TypeScript, after as many solves: %s', (_name, generate, change, areFed) => {
    const random = randomStream(11, 'kernel');
    const { nodes, edges } = generate(random);
    const network = buildNetwork(nodes, edges);
    const { system, elements, voltages, draw } = setUp(network, random);
    const injections = areFed ? new Float64Array(network.nodeCount) : null;
    const solver = new NewtonSolver(system, elements, injections);
    const kernel = NewtonKernel.create(system, elements, injections, solver.limits);
    if (kernel === null) throw new Error('there is no kernel');
    const count = 300;
    let byKernel = 0;
    for (let step = 0; step < count; step++) {
      draw(step === 0 ? 1 : change);
      injections?.forEach((_, node) => (injections[node] = 1e-6 * random.normal()));
      const copy = Float64Array.from(voltages);
      const before = Float64Array.from(voltages);
      const solves = kernel.solve(copy);
      // Where the way is obstructed it leaves everything as it was.
      if (solves === 0) expect(copy).toEqual(before);
      const reference = solver.solve(voltages);
      if (solves === 0) continue;
      byKernel++;
      expect(solves).toBe(reference);
      expect(copy).toEqual(voltages);
    }
    // It is not beside the point: small changes it follows nearly always, jumps that close channels often.
    expect(byKernel).toBeGreaterThan(change < 0.1 ? 0.9 * count : 0.3 * count);
  });

  it('is not there where factors are kept by supernodes', () => {
    const random = randomStream(1, 'large');
    const { nodes, edges } = lattice(40)(random);
    const { system, elements } = setUp(buildNetwork(nodes, edges), random);
    expect(NewtonKernel.create(system, elements, null, new NewtonSolver(system, elements, null).limits)).toBeNull();
  });
});

/** A network with four held nodes, some linear edges and some that are both; `draw` moves every overdrive and every conductance. */
function setUp(network: Network, random: Random) {
  const elements = createElements(network.edgeCount);
  const isHeld = new Uint8Array(network.nodeCount);
  const voltages = Float64Array.from({ length: network.nodeCount }, () => 0.4 * random.uniform());
  [0, 2, 5, network.nodeCount - 1].forEach((node) => (isHeld[node] = 1));
  for (let edge = 0; edge < network.edgeCount; edge++) {
    elements.transconductances[edge] = edge % 7 === 3 ? 0 : 8e-4 * (0.5 + random.uniform());
    elements.conductances[edge] = edge % 7 < 5 ? 0 : 1e-4;
    elements.overdrives[edge] = 0.9;
  }
  const draw = (change: number): void => {
    for (let edge = 0; edge < network.edgeCount; edge++) {
      elements.overdrives[edge] = Math.min(Math.max(elements.overdrives[edge] + change * (2 * random.uniform() - 1), 0.05), 2);
      if (elements.transconductances[edge] === 0) elements.conductances[edge] = 1e-4 * (1 + change * random.uniform());
    }
  };
  return { system: createSystem(network, isHeld, new Uint8Array(network.nodeCount)), elements, voltages, draw };
}
