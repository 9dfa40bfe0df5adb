import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../src-renderer/panels/Schematic/geometry.ts';
import { hasVolts, labelEdges, wishLabels } from '../../../../src-renderer/panels/Schematic/labels.ts';
import { boxAround, placeCard, placeLabels, type Box } from '../../../../src-renderer/panels/Schematic/placement.ts';
import { FakeRun } from '../../fake/fakeRun.ts';
import { irisBoard, xorLattice } from '../../fake/networks.ts';

function areApart(boxes: readonly Box[]): boolean {
  return boxes.every((box, index) =>
    boxes.slice(0, index).every((other) => {
      const isBeside = box.x >= other.x + other.width || other.x >= box.x + box.width;
      return isBeside || box.y >= other.y + other.height || other.y >= box.y + box.height;
    }),
  );
}

describe('placeLabels', () => {
  it.each([
    ['XOR at 1440x900', xorLattice(), 764, 530],
    ['XOR at 1280x720', xorLattice(), 686, 404],
    ['Iris at 1280x720', irisBoard(), 686, 404],
  ])('%s: no label covers another or leaves the picture', (_, experiment, width, height) => {
    const drawing = layOut(experiment, width, height, 16);
    const boxes = placeLabels(wishLabels(experiment, [], drawing, 1), drawing, width, height, 14);
    expect(boxes).toHaveLength(experiment.roles.length);
    expect(areApart(boxes)).toBe(true);
    for (const box of boxes) expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
  });
});

describe('labelEdges', () => {
  it('names damaged edges, until there are too many of them', () => {
    const run = new FakeRun(xorLattice(), 1);
    const session = run.session(1, 1);
    const damage = session.edges.map((_, edge) => (edge === 10 ? ('cut' as const) : edge === 21 ? ('stuck' as const) : null));
    const states = session.edges.map(() => 3.02);
    expect(labelEdges(session, { damage, states }, { pitch: 90 }).map((label) => label.text)).toEqual(['e10 cut', 'e21 stuck 3.02\u00a0V']);
    // Where there is little room the mark says what it is.
    expect(labelEdges(session, { damage, states }, { pitch: 50 }).map((label) => label.text)).toEqual(['e10', 'e21']);
    expect(labelEdges(session, { damage: session.edges.map(() => 'cut'), states }, { pitch: 90 })).toEqual([]);
  });

  it('leaves the voltage out where there is no room for it', () => {
    expect(hasVolts('V1', { pitch: 100 })).toBe(true);
    expect(hasVolts('V1', { pitch: 40 })).toBe(false);
    expect(hasVolts('sepal length', { pitch: 100 })).toBe(false);
  });
});

describe('placeCard', () => {
  it('stays in the room and off its subject', () => {
    const drawing = layOut(xorLattice(), 764, 530, 16);
    const card = { width: 160, height: 220 };
    for (const edge of drawing.edges) {
      const curve = edge.curves[0];
      const subject = boxAround([curve.start, curve.end], 5);
      const place = placeCard(subject, card, { width: 764, height: 530 }, drawing, 8, []);
      expect(place.x >= 0 && place.y >= 0 && place.x + card.width <= 764 && place.y + card.height <= 530).toBe(true);
      expect(areApart([subject, { ...place, ...card }])).toBe(true);
    }
  });

  it('rather covers hidden nodes than those with a role', () => {
    const experiment = xorLattice();
    const drawing = layOut(experiment, 782, 550, 16);
    const room = { width: 782, height: 550 };
    const card = { width: 225, height: 311 };
    const roles = experiment.roles.map(({ node }) => node);
    const covers = (place: { x: number; y: number }): number =>
      roles.filter((node) => !areApart([boxAround([drawing.nodes[node]], 1), { ...place, ...card }])).length;
    const counts = [roles, []].map((told) =>
      drawing.edges.reduce((sum, edge) => {
        const subject = boxAround([edge.curves[0].start, edge.curves[0].end, edge.middle], 5);
        return sum + covers(placeCard(subject, card, room, drawing, 8, told));
      }, 0),
    );
    expect(counts[0]).toBeLessThan(0.5 * counts[1]);
  });
});
