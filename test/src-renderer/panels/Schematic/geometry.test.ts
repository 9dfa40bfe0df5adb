import { describe, expect, it } from 'vitest';
import { distance, distanceTo, pathOf, piece, pointAt, bent } from '../../../../src-renderer/panels/Schematic/curves.ts';
import { cutStubs, edgeTowards, layOut, railBar } from '../../../../src-renderer/panels/Schematic/geometry.ts';
import { divider, irisBoard, randomNetwork, xorLattice } from '../../fake/networks.ts';

describe('curves', () => {
  it('bend to the left of their way, and pieces lie on the whole', () => {
    const curve = bent({ x: 0, y: 0 }, { x: 10, y: 0 }, 3);
    expect(pointAt(curve, 0.5)).toEqual({ x: 5, y: -3 });
    const part = piece(curve, 0.25, 0.75);
    // Rounding of double arithmetic only.
    expect(distance(pointAt(part, 0.5), pointAt(curve, 0.5))).toBeLessThan(1e-12);
    expect(distance(part.start, pointAt(curve, 0.25))).toBeLessThan(1e-12);
    expect(pathOf(bent({ x: 0, y: 0 }, { x: 10, y: 0 }, 0))).toBe('M0 0Q5 0 10 0');
  });
});

describe('layOut', () => {
  const inside = (value: number, size: number): boolean => value >= 0 && value <= size;

  it.each([
    ['a periodic lattice', xorLattice()],
    ['the board', irisBoard()],
    ['the divider', divider()],
    ['a network with parallel edges', randomNetwork()],
  ])('keeps %s inside the picture, at any shape of it', (_, experiment) => {
    for (const [width, height] of [
      [784, 540],
      [300, 700],
      [700, 180],
    ] as const) {
      const drawing = layOut(experiment, width, height, 16);
      for (const node of drawing.nodes) expect(inside(node.x, width) && inside(node.y, height)).toBe(true);
      for (const curve of drawing.edges.flatMap((edge) => edge.curves)) {
        for (const at of [0, 0.5, 1]) expect(inside(pointAt(curve, at).x, width) && inside(pointAt(curve, at).y, height)).toBe(true);
      }
    }
  });

  it('draws wrapping edges as two stubs that point away from each other, all others whole', () => {
    const experiment = xorLattice();
    const drawing = layOut(experiment, 600, 600, 16);
    const wrapping = drawing.edges.filter((edge) => edge.isWrapping);
    expect(wrapping).toHaveLength(8);
    const [out, back] = drawing.edges[3].curves;
    // Edge 3 goes right from the last column: its stub leaves to the right, the other one reaches the first column from the left.
    expect(out.end.x).toBeGreaterThan(out.start.x);
    expect(back.end.x).toBeLessThan(back.start.x);
  });

  it("bends the board's long links around the nodes in their way, the outer ones outwards", () => {
    const drawing = layOut(irisBoard(), 600, 600, 40);
    for (const edge of [12, 13, 14, 15]) {
      const curve = drawing.edges[edge].curves[0];
      const { from, to } = irisBoard().edges[edge];
      const others = drawing.nodes.filter((_, node) => node !== from && node !== to);
      expect(Math.min(...others.map((node) => distanceTo(curve, node)))).toBeGreaterThan(0.2 * drawing.pitch);
    }
    expect(pointAt(drawing.edges[12].curves[0], 0.5).y).toBeLessThan(drawing.nodes[1].y);
    expect(pointAt(drawing.edges[13].curves[0], 0.5).y).toBeGreaterThan(drawing.nodes[7].y);
    expect(pointAt(drawing.edges[15].curves[0], 0.5).x).toBeGreaterThan(drawing.nodes[5].x);
  });

  it('spreads parallel edges, whichever way they run', () => {
    const parallel = {
      nodes: [
        { id: 'a', x: 0, y: 0 },
        { id: 'b', x: 1, y: 0 },
      ],
      edges: [
        { id: 'e0', from: 0, to: 1, isAdaptive: true },
        { id: 'e1', from: 1, to: 0, isAdaptive: true },
        { id: 'e2', from: 0, to: 1, isAdaptive: true },
      ],
      period: null,
    };
    const heights = layOut(parallel, 400, 400, 20).edges.map((edge) => edge.middle.y);
    expect(new Set(heights.map(Math.round)).size).toBe(3);
  });

  it('survives a single node and nodes in one place', () => {
    const one = { nodes: [{ id: 'a', x: 3, y: 3 }], edges: [], period: null };
    expect(layOut(one, 200, 100, 10).nodes[0]).toEqual({ x: 100, y: 50 });
  });
});

describe('marks on edges', () => {
  it('leave a gap with the cross in it', () => {
    const [whole] = layOut(divider(), 600, 300, 40).edges;
    const { stubs, crosses } = cutStubs(whole);
    expect(crosses).toHaveLength(1);
    expect(distance(stubs[0].end, stubs[1].start)).toBeGreaterThan(0.2 * distance(whole.curves[0].start, whole.curves[0].end));
  });

  it('put the bar of the lower rail at the start and of the upper at the end', () => {
    const [edge] = layOut(divider(), 600, 300, 40).edges;
    const { start, end } = edge.curves[0];
    const lower = railBar(edge, false, 20, 6);
    const upper = railBar(edge, true, 20, 6);
    expect(distance(lower.from, start)).toBeLessThan(distance(lower.from, end));
    expect(distance(upper.from, end)).toBeLessThan(distance(upper.from, start));
  });
});

describe('edgeTowards', () => {
  it('goes to the neighbour that lies that way, and stays at the border', () => {
    const drawing = layOut(irisBoard(), 600, 600, 40);
    expect(edgeTowards(drawing.edges, 0, 'right')).toBe(1);
    expect(edgeTowards(drawing.edges, 1, 'left')).toBe(0);
    expect(drawing.edges[edgeTowards(drawing.edges, 0, 'down')].middle.y).toBeGreaterThan(drawing.edges[0].middle.y);
    expect(edgeTowards(drawing.edges, 13, 'down')).toBe(13);
  });

  it('reaches every edge of the lattice by arrows', () => {
    const { edges } = layOut(xorLattice(), 600, 600, 16);
    const reached = new Set([0]);
    const queue = [0];
    for (const edge of queue) {
      for (const way of ['left', 'right', 'up', 'down'] as const) {
        const next = edgeTowards(edges, edge, way);
        if (!reached.has(next)) queue.push(next);
        reached.add(next);
      }
    }
    expect(reached.size).toBe(edges.length);
  });
});
