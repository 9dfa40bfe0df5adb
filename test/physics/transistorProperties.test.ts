import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkDocument } from '../../shared/documents/network.ts';
import { shuffled, randomStream } from '../../src-main/math/random.ts';
import { always } from '../properties.ts';
import { solve, type Solved } from './support/documents.ts';
import { expectEnergyBalance, expectKirchhoff, expectLaw, expectMaximumPrinciple, largestCurrent } from './support/laws.ts';
import { linearNetworks, transistorNetworks } from './support/randomNetworks.ts';

const check = (property: (document: NetworkDocument) => void, runs = 400): void => {
  always(fc.property(transistorNetworks(), property), runs);
};

/** The same network with its nodes and edges in another order and every second edge turned around. */
function rearranged(document: NetworkDocument): NetworkDocument {
  const random = randomStream(document.edges.length, 'rearranged');
  return {
    ...document,
    nodes: shuffled(document.nodes, random),
    edges: shuffled(document.edges, random).map((edge, index) => (index % 2 === 0 ? edge : { ...edge, from: edge.to, to: edge.from })),
  };
}

/**
 * Two solutions of one network agree. Currents: 1e-9 of the largest. Voltages: 1e-8 V, since Newton's method may stop 1e-9 V away where
 * it converges slowly, at a channel that is just about to close.
 */
function expectSame(a: Solved, b: Solved): void {
  const largest = largestCurrent(a);
  for (const { id } of a.document.nodes) {
    if (Number.isNaN(a.voltage(id))) expect(b.voltage(id)).toBeNaN();
    else expect(Math.abs(a.voltage(id) - b.voltage(id))).toBeLessThanOrEqual(1e-8);
  }
  for (const edge of a.document.edges) {
    const isTurned = b.document.edges.find(({ id }) => id === edge.id)!.from !== edge.from;
    const other = b.current(edge.id);
    expect(Math.abs(a.current(edge.id) - (isTurned ? -other : other))).toBeLessThanOrEqual(1e-9 * largest);
  }
}

describe('random transistor networks', () => {
  it('obey Kirchhoff’s law to 1e-12 of the largest current', () => {
    check((document) => expectKirchhoff(solve(document)));
  });

  it('obey the law itself at the reported voltages', () => {
    check((document) => expectLaw(solve(document)));
  });

  it('turn into heat what the sources feed in', () => {
    check((document) => expectEnergyBalance(solve(document)));
  });

  it('obey the maximum principle', () => {
    check((document) => expectMaximumPrinciple(solve(document)));
  });

  it('have one solution, whatever the order and the orientation of nodes and edges', () => {
    check((document) => expectSame(solve(document), solve(rearranged(document))));
    always(
      fc.property(linearNetworks(), (document) => expectSame(solve(document), solve(rearranged(document)))),
      200,
    );
  });

  it('depend on voltages through G − V alone: raising everything by a volt changes no current', () => {
    always(
      fc.property(transistorNetworks({ nearThreshold: false }), (document) => {
        const raised = {
          ...document,
          edges: document.edges.map((edge) => (edge.gate === undefined ? edge : { ...edge, gate: edge.gate + 1 })),
          hold: Object.fromEntries(Object.entries(document.hold ?? {}).map(([id, voltage]) => [id, voltage + 1])),
        };
        const [a, b] = [solve(document), solve(raised)];
        // Moving a gate rounds it by 1e-15 V, which the widest channel (4e-3 A/V², 13 V) turns into 5e-17 A.
        const tolerance = 1e-9 * largestCurrent(a) + 1e-16;
        a.currents.forEach((current, edge) => expect(Math.abs(current - b.currents[edge])).toBeLessThanOrEqual(tolerance));
      }),
      300,
    );
  });
});

describe('undetermined parts of transistor networks', () => {
  it('carry no current, and held nodes are never among them', () => {
    check((document) => {
      const solution = solve(document);
      document.edges.forEach(({ from, to }, edge) => {
        if (Number.isNaN(solution.voltage(from)) || Number.isNaN(solution.voltage(to))) expect(solution.currents[edge]).toBe(0);
      });
      Object.entries(document.hold ?? {}).forEach(([id, voltage]) => expect(solution.voltage(id)).toBe(voltage));
    });
  });

  it('include every node without a path of edges to a held one', () => {
    check((document) => {
      const solution = solve(document);
      const found = new Set(Object.keys(document.hold ?? {}));
      for (let size = -1; size !== found.size;) {
        size = found.size;
        for (const { from, to, damage } of document.edges) {
          if (damage === 'cut') continue;
          if (found.has(from)) found.add(to);
          if (found.has(to)) found.add(from);
        }
      }
      document.nodes.forEach(({ id }) => {
        if (!found.has(id)) expect(solution.voltage(id)).toBeNaN();
      });
    });
  });

  it('leave the rest as it is when an island is beside the network', () => {
    check((document) => {
      const island = {
        ...document,
        nodes: [...document.nodes, { id: 'island' }, { id: 'shore' }],
        edges: [
          ...document.edges,
          { id: 'bridge', from: 'island', to: 'shore', gate: 5 },
          { id: 'beam', from: 'n0', to: 'shore', gate: 5, damage: 'cut' as const },
        ],
      };
      const alone = solve(document);
      const beside = solve(island);
      // Where nothing flows, Newton's method ends at 1e-144 V as well as at 1e-163 V; every other digit is the same.
      const told = (values: Iterable<number>): number[] => Array.from(values, (value) => (Math.abs(value) < 1e-30 ? 0 : value));
      expect(told(beside.voltages)).toEqual(told([...alone.voltages, Number.NaN, Number.NaN]));
      expect(told(beside.currents)).toEqual(told([...alone.currents, 0, 0]));
    });
  });
});
