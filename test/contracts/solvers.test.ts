import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkDocument } from '../../shared/documents/network.ts';
import { randomStream } from '../../src-main/math/random.ts';
import { createEdgeBank, setDamage } from '../../src-main/physics/edgeBank.ts';
import type { EdgeElements } from '../../src-main/physics/elements.ts';
import { floatingNodes } from '../../src-main/physics/floating.ts';
import { buildNetwork } from '../../src-main/physics/network.ts';
import { createSolver, solvers } from '../../src-main/physics/solvers/index.ts';
import type { Solver, SolverKind } from '../../src-main/physics/solvers/solver.ts';
import { createSystem } from '../../src-main/physics/solvers/system.ts';
import { always, drawnCases } from '../properties.ts';
import { solve, transistors } from '../physics/support/documents.ts';
import { linearNetworks, transistorNetworks } from '../physics/support/randomNetworks.ts';

/** A solver on the network of a document, and the voltages to begin with. */
interface Setup {
  readonly elements: EdgeElements;
  readonly solver: Solver;
  /** Nodes that the solver has to find. */
  readonly unknown: readonly number[];
  /** Held voltages where they are held, `guess` elsewhere, V, [node]. */
  start(guess: (node: number) => number): Float64Array;
}

function setUp(document: NetworkDocument, kind: SolverKind): Setup {
  const network = buildNetwork(document.nodes, document.edges);
  const bank = createEdgeBank(document.edgeModel, document.edges);
  document.edges.forEach((edge, index) => setDamage(bank, index, edge.damage ?? null));
  const hold = document.hold ?? {};
  const isHeld = Uint8Array.from(document.nodes, ({ id }) => (id in hold ? 1 : 0));
  const isFloating = floatingNodes(network, bank.elements, isHeld, Math.min(...Object.values(hold)));
  return {
    elements: bank.elements,
    solver: kind.create(createSystem(network, isHeld, isFloating), bank.elements, null),
    unknown: document.nodes.flatMap((_, node) => (isHeld[node] === 1 || isFloating[node] === 1 ? [] : [node])),
    start: (guess) => Float64Array.from(document.nodes, ({ id }, node) => hold[id] ?? guess(node)),
  };
}

/**
 * How far two solutions may be apart, V. The search ends at a step of 1e-9 V; where a channel is just closing, a few such steps remain.
 * The linear solver takes one step from the first guess: a short of 10 S beside a conductance of 0.1 µS multiplies the rounding of 25 V by 1e8.
 */
const APART: Readonly<Record<string, number>> = { linear: 1e-6, newton: 1e-7 };

const draws = { linear: linearNetworks(), newton: fc.oneof(linearNetworks(), transistorNetworks()) } as Record<
  string,
  fc.Arbitrary<NetworkDocument>
>;

describe.each(Object.entries(solvers))('the solver %s', (name, kind) => {
  const check = (property: (document: NetworkDocument) => void): void => {
    always(
      fc.property(draws[name], (document) => {
        property(document);
      }),
      300,
    );
  };

  it('suits the networks that it is drawn for', () => {
    check((document) => expect(kind.suits(setUp(document, kind).elements)).toBe(true));
  });

  it('finds the solution of the document, from a poor first guess', () => {
    check((document) => {
      const { solver, unknown, start } = setUp(document, kind);
      const random = randomStream(document.edges.length, 'guess');
      const voltages = start(() => 40 * random.uniform() - 15);
      expect(solver.solve(voltages)).toBeGreaterThan(0);
      const expected = solve(document).voltages;
      for (const node of unknown) {
        if (!Number.isNaN(expected[node])) expect(Math.abs(voltages[node] - expected[node])).toBeLessThan(APART[name]);
      }
    });
  });

  it('leaves held and floating nodes alone', () => {
    check((document) => {
      const { solver, unknown, start } = setUp(document, kind);
      const voltages = start(() => 0.125);
      const before = Float64Array.from(voltages);
      solver.solve(voltages);
      voltages.forEach((voltage, node) => {
        if (!unknown.includes(node)) expect(voltage).toBe(before[node]);
      });
    });
  });

  it('stays at a solution that it is given', () => {
    check((document) => {
      const { solver, unknown, start } = setUp(document, kind);
      const expected = solve(document).voltages;
      if (unknown.some((node) => Number.isNaN(expected[node]))) return;
      const voltages = start((node) => expected[node]);
      solver.solve(voltages);
      for (const node of unknown) expect(Math.abs(voltages[node] - expected[node])).toBeLessThan(1e-7);
    });
  });

  it('may be used again and again, whatever it solved before', () => {
    check((document) => {
      const { solver, elements, start } = setUp(document, kind);
      const fresh = start(() => 0);
      solver.solve(fresh);
      elements.conductances.forEach((value, edge) => (elements.conductances[edge] = 2 * value));
      elements.transconductances.forEach((value, edge) => (elements.transconductances[edge] = 2 * value));
      solver.solve(start(() => 7));
      elements.conductances.forEach((value, edge) => (elements.conductances[edge] = value / 2));
      elements.transconductances.forEach((value, edge) => (elements.transconductances[edge] = value / 2));
      const again = start(() => 0);
      solver.solve(again);
      expect(again).toEqual(fresh);
    });
  });

  it('solves a network without unknown nodes', () => {
    const { solver, start } = setUp(transistors([['a', 'b', { conductance: 1 }]], { a: 1, b: 0 }), kind);
    const voltages = start(() => 0);
    solver.solve(voltages);
    expect([...voltages]).toEqual([1, 0]);
  });
});

describe('the choice of a solver', () => {
  it('is the linear one where no channel is, and Newton’s method elsewhere', () => {
    expect(Object.keys(solvers)).toEqual(['linear', 'newton']);
    const linear = setUp(drawnCases(linearNetworks(), 1)[0], solvers.linear);
    expect(solvers.linear.suits(linear.elements)).toBe(true);
    const channels = setUp(transistors([['a', 'b', 1]], { a: 1, b: 0 }), solvers.newton);
    expect(solvers.linear.suits(channels.elements)).toBe(false);
    expect(createSolver).toBeTypeOf('function');
  });

  it('makes no difference on linear networks: both agree to rounding', () => {
    always(
      fc.property(linearNetworks(), (document) => {
        const answers = Object.values(solvers).map((kind) => {
          const { solver, start } = setUp(document, kind);
          const voltages = start(() => 1);
          solver.solve(voltages);
          return voltages;
        });
        // A short of 10 S beside a conductance of 0.1 µS multiplies the rounding of 12 V by 1e8.
        answers[0].forEach((voltage, node) => expect(Math.abs(voltage - answers[1][node])).toBeLessThan(1e-6));
      }),
      500,
    );
  });
});

describe('a network that has lost its path', () => {
  it.each(Object.entries(solvers))('is an error of %s, not a wrong answer', (_, kind) => {
    const { solver, elements, start } = setUp(
      transistors(
        [
          ['a', 'm', { conductance: 1 }],
          ['m', 'b', { conductance: 1 }],
        ],
        { a: 1, b: 0 },
      ),
      kind,
    );
    elements.conductances.fill(0);
    expect(() => solver.solve(start(() => 0.5))).toThrow('E-NET-SOLVE');
  });
});
