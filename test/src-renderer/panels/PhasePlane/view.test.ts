import { describe, expect, it } from 'vitest';
import { moveOnPath, planeEdges } from '../../../../src-renderer/panels/PhasePlane/view.ts';

describe('the plane of two edges', () => {
  it('takes the edges that learn', () => {
    const edges = [false, true, true].map((isAdaptive, edge) => ({ id: `e${edge}`, from: 0, to: 1, isAdaptive }));
    expect(planeEdges({ edges })).toEqual([1, 2]);
  });

  it('moves along the path and stops at its ends', () => {
    expect(moveOnPath(100, 50, 'ArrowLeft')).toBe(49);
    expect(moveOnPath(100, 50, 'PageUp')).toBe(55);
    expect(moveOnPath(100, 50, 'Home')).toBe(0);
    expect(moveOnPath(100, 50, 'End')).toBe(99);
    expect(moveOnPath(0, -1, 'End')).toBeNull();
    expect(moveOnPath(100, 50, 'g')).toBeNull();
  });
});
