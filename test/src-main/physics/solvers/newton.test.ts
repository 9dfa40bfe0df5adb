import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../src-main/math/random.ts';
import { createElements } from '../../../../src-main/physics/elements.ts';
import { buildNetwork } from '../../../../src-main/physics/network.ts';
import { newton } from '../../../../src-main/physics/solvers/newton.ts';
import { refine } from '../../../../src-main/physics/solvers/polish.ts';
import { createSystem } from '../../../../src-main/physics/solvers/system.ts';
import { periodicSquare } from '../../../../src-main/physics/topologies/periodicSquare.ts';

describe('Newton’s method from the voltages before a small change of the gates', () => {
  // The steps of a training run move a gate by 1e-6 to 3e-2 V.
  it.each([1e-6, 1e-5, 1e-4, 1e-3, 1e-2])('of up to %d V finds the solution to 1e-9 V', (change) => {
    const layout = periodicSquare.generate({ kind: 'periodicSquare', rows: 4, columns: 4 }, randomStream(0, 'unused'));
    const network = buildNetwork(layout.nodes, layout.edges);
    const random = randomStream(7, `gates ${change}`);
    const elements = createElements(network.edgeCount);
    elements.transconductances.fill(8e-4);
    const isHeld = new Uint8Array(network.nodeCount);
    const voltages = new Float64Array(network.nodeCount).fill(0.2);
    [0.45, 0.11, 0.33, 0].forEach((voltage, index) => {
      isHeld[3 * index] = 1;
      voltages[3 * index] = voltage;
    });
    const system = createSystem(network, isHeld, new Uint8Array(network.nodeCount));
    const solver = newton.create(system, elements, null);
    // From 0.1 V on some channels are closed, and close and open along the way.
    for (let edge = 0; edge < network.edgeCount; edge++) elements.overdrives[edge] = 0.1 + 1.2 * random.uniform();
    solver.solve(voltages);
    for (let step = 0; step < 400; step++) {
      for (let edge = 0; edge < network.edgeCount; edge++) elements.overdrives[edge] += change * (2 * random.uniform() - 1);
      solver.solve(voltages);
      const exact = Float64Array.from(voltages);
      refine(system, elements, exact);
      voltages.forEach((voltage, node) => expect(Math.abs(voltage - exact[node])).toBeLessThan(1e-9));
    }
  });
});
