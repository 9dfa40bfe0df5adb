import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../src-renderer/panels/Schematic/geometry.ts';
import { panned, revealed, wholeNetwork, zoomDrawing, zoomedAt } from '../../../../src-renderer/panels/Schematic/viewport.ts';
import { xorLattice } from '../../fake/networks.ts';

const [width, height] = [600, 400];
const drawing = layOut(xorLattice(), width, height, 20);

describe('the viewport', () => {
  it('shows the drawing as it is at first', () => {
    expect(zoomDrawing(drawing, wholeNetwork, width, height)).toBe(drawing);
  });

  it('keeps the point under the pointer where it is', () => {
    const node = drawing.nodes[3];
    const once = zoomedAt(wholeNetwork, 1.5, node, width, height);
    const twice = zoomedAt(once, 1.5, node, width, height);
    for (const viewport of [once, twice]) {
      const zoomed = zoomDrawing(drawing, viewport, width, height);
      expect(zoomed.nodes[3].x).toBeCloseTo(node.x, 9);
      expect(zoomed.nodes[3].y).toBeCloseTo(node.y, 9);
      expect(zoomed.pitch).toBeCloseTo(drawing.pitch * viewport.zoom, 9);
    }
  });

  it('moves nodes, curves and marks alike', () => {
    const moved = zoomDrawing(drawing, { zoom: 1, x: 30, y: -10 }, width, height);
    expect(moved.nodes[0]).toEqual({ x: drawing.nodes[0].x + 30, y: drawing.nodes[0].y - 10 });
    expect(moved.edges[5].middle.x).toBeCloseTo(drawing.edges[5].middle.x + 30, 9);
    expect(moved.edges[5].curves[0].start.y).toBeCloseTo(drawing.edges[5].curves[0].start.y - 10, 9);
  });

  it('ends at the whole network and at twelve times its size', () => {
    expect(zoomedAt({ zoom: 1.2, x: 40, y: 2 }, 0.5, { x: 0, y: 0 }, width, height)).toEqual(wholeNetwork);
    expect(zoomedAt({ zoom: 10, x: 0, y: 0 }, 5, { x: 300, y: 200 }, width, height).zoom).toBe(12);
  });

  it('brings an edge into sight that is outside, and leaves others where they are', () => {
    const viewport = { zoom: 4, x: 0, y: 0 };
    const zoomed = zoomDrawing(drawing, viewport, width, height);
    const outside = zoomed.edges.findIndex(({ middle }) => middle.x < 0);
    const moved = zoomDrawing(drawing, revealed(viewport, zoomed.edges[outside].middle, width, height), width, height);
    expect(moved.edges[outside].middle.x).toBeCloseTo(width / 2, 9);
    expect(revealed(viewport, { x: 10, y: 10 }, width, height)).toBe(viewport);
  });

  it('never loses the network', () => {
    const far = panned(wholeNetwork, 1e6, -1e6, width, height);
    expect(far.x).toBe(540);
    expect(far.y).toBe(-340);
  });
});
