import { describe, expect, it } from 'vitest';
import { DormandPrince } from '../../src-main/math/dormandPrince.ts';
import { randomStream } from '../../src-main/math/random.ts';
import { createElements, type EdgeElements } from '../../src-main/physics/elements.ts';
import { buildNetwork, type Network } from '../../src-main/physics/network.ts';
import { createSolver } from '../../src-main/physics/solvers/index.ts';
import { createSystem } from '../../src-main/physics/solvers/system.ts';
import { random as randomTopology } from '../../src-main/physics/topologies/random.ts';
import { createCapacitorRelaxation } from '../../src-main/physics/transient/capacitorRelaxation.ts';
import { denseSolve } from '../src-main/math/denseSolve.ts';

function networkOf(pairs: readonly (readonly [string, string])[]): Network {
  const ids = [...new Set(pairs.flat())];
  return buildNetwork(
    ids.map((id) => ({ id })),
    pairs.map(([from, to], edge) => ({ id: `e${edge}`, from, to })),
  );
}

function elementsOf(conductances: readonly number[]): EdgeElements {
  const elements = createElements(conductances.length);
  elements.conductances.set(conductances);
  return elements;
}

/** The grounded Laplacian of some nodes, [row][column], for weights by edge. */
function laplacian({ from, to, edgeCount }: Network, nodes: readonly number[], weights: ArrayLike<number>): number[][] {
  const matrix = nodes.map(() => nodes.map(() => 0));
  for (let edge = 0; edge < edgeCount; edge++) {
    const [a, b] = [nodes.indexOf(from[edge]), nodes.indexOf(to[edge])];
    if (a >= 0) matrix[a][a] += weights[edge];
    if (b >= 0) matrix[b][b] += weights[edge];
    if (a >= 0 && b >= 0) {
      matrix[a][b] -= weights[edge];
      matrix[b][a] -= weights[edge];
    }
  }
  return matrix;
}

describe('capacitors in parallel with the edges', () => {
  it('of a divider: the output moves by the capacitive divider at once, then with τ = 2c/(1/R1 + 1/R2)', () => {
    const network = networkOf([
      ['top', 'O'],
      ['O', 'bottom'],
    ]);
    const [top, output, bottom] = [0, 1, 2];
    const capacitance = 2.2e-6;
    const relaxation = createCapacitorRelaxation(network, elementsOf([1 / 10e3, 1 / 30e3]), [top, bottom], capacitance);
    relaxation.refresh();
    const voltages = new Float64Array(3);
    relaxation.impose(voltages, Float64Array.of(4, 0));
    expect(voltages[output]).toBeCloseTo(2, 12);
    const timeConstant = (2 * capacitance) / (1 / 10e3 + 1 / 30e3);
    expect(1 / relaxation.decayRates[0]).toBeCloseTo(timeConstant, 12);
    relaxation.relax(voltages, timeConstant);
    expect(voltages[output]).toBeCloseTo(3 - 1 / Math.E, 12);
    relaxation.relax(voltages, 100 * timeConstant);
    expect(voltages[output]).toBeCloseTo(3, 12);
  });

  it('of equal resistors: the voltages are settled at once, for both dividers are the same', () => {
    const network = networkOf([
      ['top', 'a'],
      ['a', 'b'],
      ['b', 'bottom'],
      ['top', 'b'],
    ]);
    const relaxation = createCapacitorRelaxation(network, elementsOf([2, 2, 2, 2]), [0, 3], 1);
    relaxation.refresh();
    const voltages = new Float64Array(4);
    relaxation.impose(voltages, Float64Array.of(1, 0));
    const before = Float64Array.from(voltages);
    relaxation.relax(voltages, 1);
    voltages.forEach((voltage, node) => expect(voltage).toBeCloseTo(before[node], 13));
  });

  describe.each([1, 2, 3])('of random network %i', (seed) => {
    const random = randomStream(seed, 'transient');
    const layout = randomTopology.generate({ kind: 'random', nodes: 12, edges: 24 }, randomStream(seed, 'topology'));
    const network = buildNetwork(layout.nodes, layout.edges);
    const elements = elementsOf(Array.from({ length: 24 }, () => 10 ** (2 * random.uniform() - 1)));
    const held = [0, 5, 9];
    const freeNodes = Array.from({ length: 12 }, (_, node) => node).filter((node) => !held.includes(node));
    const heldVoltages = Float64Array.from(held, () => random.normal());
    const start = Float64Array.from({ length: 12 }, () => random.normal());
    held.forEach((node, place) => (start[node] = heldVoltages[place]));
    const relaxation = createCapacitorRelaxation(network, elements, held, 0.5);
    relaxation.refresh();

    it('follows c·L0·dv/dt + L(G)·v = 0, integrated with dense solves', () => {
      const unweighted = laplacian(
        network,
        freeNodes,
        elements.conductances.map(() => 0.5),
      );
      const run = new DormandPrince(
        (_time, state, rates) => {
          const currents = freeNodes.map(() => 0);
          for (let edge = 0; edge < network.edgeCount; edge++) {
            const [a, b] = [network.from[edge], network.to[edge]];
            const current = elements.conductances[edge] * (state[a] - state[b]);
            if (freeNodes.includes(a)) currents[freeNodes.indexOf(a)] -= current;
            if (freeNodes.includes(b)) currents[freeNodes.indexOf(b)] += current;
          }
          rates.fill(0);
          denseSolve(unweighted, currents).forEach((rate, row) => (rates[freeNodes[row]] = rate));
        },
        0,
        start,
        { relative: 1e-11, absolute: 1e-11 },
      );
      for (const time of [0.01, 0.2, 1, 4]) {
        run.advanceTo(time);
        const voltages = Float64Array.from(start);
        relaxation.relax(voltages, time);
        voltages.forEach((voltage, node) => expect(Math.abs(voltage - run.state[node])).toBeLessThan(1e-9));
      }
    });

    it('does not care how a pause is divided', () => {
      const once = Float64Array.from(start);
      relaxation.relax(once, 1);
      const often = Float64Array.from(start);
      for (let part = 0; part < 10; part++) relaxation.relax(often, 0.1);
      once.forEach((voltage, node) => expect(Math.abs(voltage - often[node])).toBeLessThan(1e-12));
    });

    it('ends where Kirchhoff’s law without capacitors puts it', () => {
      const voltages = Float64Array.from(start);
      relaxation.relax(voltages, 50 / Math.min(...relaxation.decayRates));
      const isHeld = Uint8Array.from({ length: 12 }, (_, node) => (held.includes(node) ? 1 : 0));
      const settled = Float64Array.from(start);
      createSolver(createSystem(network, isHeld, new Uint8Array(12)), elements).solve(settled);
      voltages.forEach((voltage, node) => expect(Math.abs(voltage - settled[node])).toBeLessThan(1e-12));
    });

    it('keeps the charge of every free node when a held voltage jumps', () => {
      const voltages = Float64Array.from(start);
      const jumped = heldVoltages.map((voltage) => voltage + 1);
      jumped[0] -= 3;
      relaxation.impose(voltages, jumped);
      const change = voltages.map((voltage, node) => voltage - start[node]);
      const charges = new Float64Array(12);
      for (let edge = 0; edge < network.edgeCount; edge++) {
        const drop = change[network.from[edge]] - change[network.to[edge]];
        charges[network.from[edge]] += drop;
        charges[network.to[edge]] -= drop;
      }
      for (const node of freeNodes) expect(Math.abs(charges[node])).toBeLessThan(1e-12);
    });
  });

  it('refuses a free node without a path to a held one', () => {
    const network = networkOf([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(() => createCapacitorRelaxation(network, elementsOf([1, 1]), [0], 1)).toThrow('no path');
  });
});
