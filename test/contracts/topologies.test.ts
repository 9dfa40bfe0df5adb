import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../../shared/spec.ts';
import { randomStream } from '../../src-main/math/random.ts';
import { buildNetwork } from '../../src-main/physics/network.ts';
import { topologies } from '../../src-main/physics/topologies/index.ts';
import type { Layout, Topology } from '../../src-main/physics/topologies/topology.ts';

const all: [string, Topology][] = Object.entries(topologies).map(([kind, topology]) => [kind, topology as Topology]);

describe.each(all)('the topology %s', (_, topology) => {
  const generate = (seed: number): Layout => topology.generate(defaultsOf(topology.spec), randomStream(seed, 'topology'));

  it('makes a network that can be built: unique ids, ends that exist, no self-loops', () => {
    const layout = generate(1);
    const network = buildNetwork(layout.nodes, layout.edges);
    expect(network.nodeCount).toBeGreaterThan(1);
    expect(network.edgeCount).toBeGreaterThan(0);
  });

  it('is connected', () => {
    const { nodes, edges } = generate(2);
    const found = new Set([nodes[0].id]);
    for (let size = 0; size !== found.size;) {
      size = found.size;
      for (const { from, to } of edges) {
        if (found.has(from)) found.add(to);
        if (found.has(to)) found.add(from);
      }
    }
    expect(found.size).toBe(nodes.length);
  });

  it('is the same for the same numbers', () => {
    expect(generate(3)).toEqual(generate(3));
  });

  it('draws all nodes or none, at places of their own', () => {
    const { nodes } = generate(1);
    const drawn = nodes.filter(({ x, y }) => x !== undefined && y !== undefined);
    expect([0, nodes.length]).toContain(drawn.length);
    expect(new Set(drawn.map(({ x, y }) => `${x} ${y}`)).size).toBe(drawn.length);
  });

  it('gives states to fixed edges only', () => {
    for (const edge of generate(1).edges) {
      expect(Object.keys(edge).filter((key) => !['id', 'from', 'to', 'conductance'].includes(key))).toEqual([]);
      if (edge.conductance !== undefined) expect(edge.conductance).toBeGreaterThan(0);
    }
  });
});
