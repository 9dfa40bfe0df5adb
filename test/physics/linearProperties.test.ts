import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkDocument } from '../../shared/documents/network.ts';
import { always } from '../properties.ts';
import { solve, type Solved } from './support/documents.ts';
import { expectEnergyBalance, expectKirchhoff, expectLaw, expectMaximumPrinciple, largestCurrent } from './support/laws.ts';
import { linearNetworks } from './support/randomNetworks.ts';

const check = (property: (document: NetworkDocument) => void, runs = 300): void => {
  always(fc.property(linearNetworks(), property), runs);
};

const withHold = (document: NetworkDocument, voltageOf: (id: string, index: number) => number): Solved =>
  solve({ ...document, hold: Object.fromEntries(Object.keys(document.hold ?? {}).map((id, index) => [id, voltageOf(id, index)])) });

describe('random linear networks', () => {
  it('obey Kirchhoff’s law to 1e-12 of the largest current', () => {
    check((document) => {
      const solution = solve(document);
      expectKirchhoff(solution);
      expectLaw(solution);
    });
  });

  it('turn into heat what the sources feed in', () => {
    check((document) => expectEnergyBalance(solve(document)));
  });

  it('obey the maximum principle', () => {
    check((document) => expectMaximumPrinciple(solve(document)));
  });

  it('are reciprocal: 1 V at one terminal drives out of another what 1 V there drives out of the first', () => {
    check((document) => {
      const [first, second] = Object.keys(document.hold ?? {});
      if (second === undefined) return;
      const a = withHold(document, (id) => (id === first ? 1 : 0));
      const b = withHold(document, (id) => (id === second ? 1 : 0));
      const scale = Math.max(largestCurrent(a), largestCurrent(b));
      expect(Math.abs(a.currentFrom(second) - b.currentFrom(first))).toBeLessThanOrEqual(1e-12 * scale);
    });
  });

  it('superpose: the response to all sources is the sum of the responses to each', () => {
    check((document) => {
      const whole = solve(document);
      const parts = Object.entries(document.hold ?? {}).map(([source, voltage]) =>
        withHold(document, (id) => (id === source ? voltage : 0)),
      );
      const scale = Math.max(...parts.map(largestCurrent));
      whole.currents.forEach((current, edge) => {
        const sum = parts.reduce((total, part) => total + part.currents[edge], 0);
        expect(Math.abs(current - sum)).toBeLessThanOrEqual(1e-12 * scale);
      });
      whole.voltages.forEach((voltage, node) => {
        const sum = parts.reduce((total, part) => total + part.voltages[node], 0);
        if (Number.isNaN(voltage)) expect(sum).toBeNaN();
        else expect(Math.abs(voltage - sum)).toBeLessThanOrEqual(1e-12 * 12);
      });
    });
  });

  it('scale: k times all voltages is k times all currents', () => {
    check((document) => {
      const once = solve(document);
      const thrice = withHold(document, (id) => 3 * document.hold![id]);
      const scale = largestCurrent(thrice);
      thrice.currents.forEach((current, edge) => expect(Math.abs(current - 3 * once.currents[edge])).toBeLessThanOrEqual(1e-12 * scale));
    });
  });

  it('follow Rayleigh: raising one conductance between two held terminals never lowers the current', () => {
    check((document) => {
      const [first, second] = Object.keys(document.hold ?? {});
      if (second === undefined) return;
      const hold = { [first]: 1, [second]: 0 };
      const before = solve({ ...document, hold });
      const edges = document.edges.map((edge, index) => (index === 0 ? { ...edge, conductance: 2 * (edge.conductance ?? 0) } : edge));
      const after = solve({ ...document, edges, hold });
      expect(after.currentFrom(first)).toBeGreaterThanOrEqual(before.currentFrom(first) - 1e-12 * largestCurrent(before));
    });
  });
});

/** Nodes that a search along conducting edges reaches from the held ones, written apart from the program's own. */
function reached(document: NetworkDocument): Set<string> {
  const found = new Set(Object.keys(document.hold ?? {}));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { from, to, conductance, damage } of document.edges) {
      if (damage === 'cut' || (damage !== 'short' && conductance === 0)) continue;
      if (found.has(from)) found.add(to);
      if (found.has(to)) found.add(from);
    }
  }
  return found;
}

describe('floating parts of linear networks', () => {
  it('are exactly the nodes that no conducting path connects to a held one', () => {
    check((document) => {
      const solution = solve(document);
      const found = reached(document);
      document.nodes.forEach(({ id }) => expect(Number.isNaN(solution.voltage(id))).toBe(!found.has(id)));
    }, 500);
  });

  it('change nothing elsewhere: an island beside the network leaves every digit alone', () => {
    check((document) => {
      const island = {
        ...document,
        nodes: [...document.nodes, { id: 'island' }, { id: 'shore' }],
        edges: [
          ...document.edges,
          { id: 'bridge', from: 'island', to: 'shore', conductance: 1 },
          { id: 'beam', from: 'island', to: 'n0', conductance: 1, damage: 'cut' as const },
        ],
      };
      const alone = solve(document);
      const beside = solve(island);
      expect([...beside.voltages]).toEqual([...alone.voltages, Number.NaN, Number.NaN]);
      expect([...beside.currents]).toEqual([...alone.currents, 0, 0]);
      expect(beside.power).toBe(alone.power);
    });
  });
});
