import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkDocument } from '../../shared/documents/network.ts';
import { randomStream, type Random } from '../../src-main/math/random.ts';
import { periodicSquare } from '../../src-main/physics/topologies/periodicSquare.ts';
import { random as randomTopology } from '../../src-main/physics/topologies/random.ts';
import type { Layout } from '../../src-main/physics/topologies/topology.ts';
import { always } from '../properties.ts';
import { solve, transistorModel, transistors } from './support/documents.ts';
import { expectKirchhoff, expectLaw } from './support/laws.ts';
import { transistorNetworks } from './support/randomNetworks.ts';

/** A gate of one of the kinds that are hard: closed, nearly closed at a held voltage, open a crack, wide open. */
function hardGate(random: Random, held: readonly number[]): number {
  const at = held[random.below(held.length)];
  const hair = (random.uniform() < 0.5 ? -1 : 1) * 10 ** (-9 + 8 * random.uniform());
  return [0.7, 0.7 + at + hair, 0.7 + hair, 0.7 + 6 * random.uniform(), 12 * random.uniform(), -1][random.below(6)];
}

function hardNetwork(layout: Layout, random: Random): NetworkDocument {
  const supply = [0.45, 5, 12][random.below(3)];
  const held = Array.from({ length: 2 + random.below(4) }, (_, index) =>
    index === 0 ? 0 : index === 1 ? supply : supply * random.uniform(),
  );
  const damages = ['cut', 'short', 'stuck'] as const;
  return {
    format: 'twinbench.network',
    version: 1,
    edgeModel: transistorModel,
    nodes: layout.nodes.map(({ id }) => ({ id })),
    edges: layout.edges.map(({ id, from, to }) => {
      const ends = { id, from, to };
      if (random.uniform() < 0.08) return { ...ends, conductance: 10 ** (-7 + 6 * random.uniform()) };
      const damage = random.uniform() < 0.1 ? { damage: damages[random.below(3)] } : {};
      const own = random.uniform() < 0.1 ? { transconductance: 10 ** (-5 + 3 * random.uniform()) } : {};
      return { ...ends, gate: hardGate(random, held), ...own, ...damage };
    }),
    hold: Object.fromEntries(
      held.map((voltage, index) => [layout.nodes[Math.floor((index * layout.nodes.length) / held.length)].id, voltage]),
    ),
  };
}

/**
 * In these networks the largest current may be next to nothing. 12 V are rounded to 1.8e-15 V, which is 1e-16 A at the widest open
 * channel (1e-2 A/V² open by 12 V, of which a dozen may meet) and 2e-13 A at a dozen shorts of 10 S.
 */
const floorOf = (document: NetworkDocument): number => (document.edges.some(({ damage }) => damage === 'short') ? 2e-13 : 2e-15);

describe('Newton’s method converges on every network, to 1e-12 of the largest current', () => {
  it('on 1,200 drawn networks of up to 14 nodes with parallel edges, islands, shorts and cuts', () => {
    always(
      fc.property(transistorNetworks({ nodes: 14, edges: 40 }), (document) => {
        const solution = solve(document);
        expectKirchhoff(solution);
        expectLaw(solution);
      }),
      1200,
    );
  });

  it('on 600 lattices of the board of 2024 with gates that are hard', () => {
    const board = periodicSquare.generate({ kind: 'periodicSquare', rows: 4, columns: 4 }, randomStream(0, 'unused'));
    const random = randomStream(2024, 'scan');
    for (let run = 0; run < 600; run++) {
      const document = hardNetwork(board, random);
      expectKirchhoff(solve(document), floorOf(document));
    }
  });

  it('on 200 random networks of 60 nodes and 150 edges with gates that are hard', () => {
    const random = randomStream(60, 'scan');
    for (let run = 0; run < 200; run++) {
      const layout = randomTopology.generate({ kind: 'random', nodes: 60, edges: 150 }, random);
      const document = hardNetwork(layout, random);
      expectKirchhoff(solve(document), floorOf(document));
    }
  });

  it('(a voltage that is a microvolt off would have been seen)', () => {
    const solution = solve(
      transistors(
        [
          ['a', 'm', 3],
          ['m', 'n', 2],
          ['n', 'b', 3],
        ],
        { a: 1, b: 0 },
      ),
    );
    expectLaw(solution);
    solution.voltages[1] += 1e-6;
    expect(() => expectLaw(solution)).toThrow();
  });
});
