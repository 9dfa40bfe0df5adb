import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../../src-main/physics/network.ts';

const nodes = [{ id: 'a', x: 0, y: 1 }, { id: 'b' }, { id: 'c' }];

describe('a network', () => {
  it('numbers nodes and edges in the order given', () => {
    const network = buildNetwork(nodes, [
      { id: 'e0', from: 'c', to: 'a' },
      { id: 'e1', from: 'a', to: 'b' },
    ]);
    expect([network.nodeCount, network.edgeCount]).toEqual([3, 2]);
    expect([[...network.from], [...network.to]]).toEqual([
      [2, 0],
      [0, 1],
    ]);
    expect([[...network.x], [...network.y]]).toEqual([
      [0, Number.NaN, Number.NaN],
      [1, Number.NaN, Number.NaN],
    ]);
  });

  it('may have parallel edges, in either direction', () => {
    const edges = [
      { id: 'e0', from: 'a', to: 'b' },
      { id: 'e1', from: 'a', to: 'b' },
      { id: 'e2', from: 'b', to: 'a' },
    ];
    expect(buildNetwork(nodes, edges).edgeCount).toBe(3);
  });

  it.each([
    ['an end that is no node', [{ id: 'e0', from: 'a', to: 'z' }], 'there is no node "z"'],
    ['a self-loop', [{ id: 'e0', from: 'a', to: 'a' }], 'self-loop'],
    [
      'a repeated edge id',
      [
        { id: 'e0', from: 'a', to: 'b' },
        { id: 'e0', from: 'b', to: 'c' },
      ],
      'an edge id is used twice',
    ],
  ])('refuses %s', (_, edges, message) => {
    expect(() => buildNetwork(nodes, edges)).toThrow(message);
  });

  it('refuses a repeated node id', () => {
    expect(() => buildNetwork([{ id: 'a' }, { id: 'a' }], [])).toThrow('a node id is used twice');
  });
});
