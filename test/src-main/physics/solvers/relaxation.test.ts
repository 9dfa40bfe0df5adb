import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkDocument } from '../../../../shared/documents/network.ts';
import { createEdgeBank, setDamage } from '../../../../src-main/physics/edgeBank.ts';
import { floatingNodes } from '../../../../src-main/physics/floating.ts';
import { buildNetwork } from '../../../../src-main/physics/network.ts';
import { Kirchhoff } from '../../../../src-main/physics/solvers/kirchhoff.ts';
import { Relaxation } from '../../../../src-main/physics/solvers/relaxation.ts';
import { createSystem } from '../../../../src-main/physics/solvers/system.ts';
import { always } from '../../../properties.ts';
import { transistors } from '../../../physics/support/documents.ts';
import { transistorNetworks } from '../../../physics/support/randomNetworks.ts';

function setUp(document: NetworkDocument, guess: number): { kirchhoff: Kirchhoff; relaxation: Relaxation; voltages: Float64Array } {
  const network = buildNetwork(document.nodes, document.edges);
  const { elements } = document.edges.reduce(
    (bank, edge, index) => {
      setDamage(bank, index, edge.damage ?? null);
      return bank;
    },
    createEdgeBank(document.edgeModel, document.edges),
  );
  const hold = document.hold ?? {};
  const isHeld = Uint8Array.from(document.nodes, ({ id }) => (id in hold ? 1 : 0));
  const system = createSystem(network, isHeld, floatingNodes(network, elements, isHeld, Math.min(...Object.values(hold))));
  const voltages = Float64Array.from(document.nodes, ({ id }) => hold[id] ?? guess);
  const kirchhoff = new Kirchhoff(system, elements);
  kirchhoff.enterBox(voltages);
  return { kirchhoff, relaxation: new Relaxation(system, elements, null), voltages };
}

describe('balancing nodes one by one', () => {
  it('puts a node behind closed channels where the first of them opens', () => {
    // 12 V, g = 2 V: closed at the node, which lies at 9 V, while 1 nS pulls it down. S/2·(2 − V)² = 1 nS·V.
    const document = transistors(
      [
        ['supply', 'm', 2],
        ['m', 'ground', { conductance: 1e-9 }],
      ],
      { supply: 12, ground: 0 },
    );
    const { relaxation, voltages } = setUp(document, 9);
    relaxation.sweep(voltages, 0, 12);
    const load = 1e-9 / 8e-4;
    expect(voltages[1]).toBeCloseTo(2 + load - Math.sqrt((2 + load) ** 2 - 4), 12);
  });

  it('leaves a node alone that nothing moves', () => {
    const { relaxation, voltages } = setUp(transistors([['supply', 'm', 2]], { supply: 12 }), 9);
    const before = Float64Array.from(voltages);
    relaxation.sweep(voltages, 0, 12);
    expect(voltages).toEqual(before);
  });

  it('never raises Σ|F|, and keeps all voltages in their box', () => {
    always(
      fc.property(transistorNetworks(), fc.integer({ min: 0, max: 12 }), (document, guess) => {
        const { kirchhoff, relaxation, voltages } = setUp(document, guess);
        const { lowest, highest } = kirchhoff;
        // Without an unknown node next to a held one there is no box, and nothing to do.
        if (lowest > highest) return;
        kirchhoff.assemble(voltages);
        for (let sweep = 0; sweep < 3; sweep++) {
          kirchhoff.measureRounding();
          const { norm, rounding } = kirchhoff;
          relaxation.sweep(voltages, lowest, highest);
          kirchhoff.assemble(voltages);
          // Each node is balanced to 1e-13 V only.
          expect(kirchhoff.norm).toBeLessThanOrEqual(norm + 1e4 * rounding);
        }
        document.nodes.forEach(({ id }, node) => {
          if (!(id in (document.hold ?? {})) && voltages[node] !== guess) {
            expect(voltages[node]).toBeGreaterThanOrEqual(lowest);
            expect(voltages[node]).toBeLessThanOrEqual(highest);
          }
        });
      }),
      300,
    );
  });
});
