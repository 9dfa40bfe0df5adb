import { describe, expect, it } from 'vitest';
import type { ComparisonView } from '../../../../shared/compare.ts';
import type { EdgeShape } from '../../../../src-renderer/panels/Schematic/geometry.ts';
import type { EdgeView } from '../../../../src-renderer/panels/Schematic/view.ts';
import { overlayStrands } from '../../../../src-renderer/workspaces/Compare/network.ts';

const straight = (length: number): EdgeShape => ({
  curves: [{ start: { x: 0, y: 0 }, control: { x: length / 2, y: 0 }, end: { x: length, y: 0 } }],
  isWrapping: false,
  middle: { x: length / 2, y: 0 },
});
const edge = (width: number, appearance: EdgeView['appearance'] = 'normal') => ({ width, appearance }) as EdgeView;
const side = (conductances: (number | null)[]) => ({ conductances }) as ComparisonView['momentA'];

describe('two networks over each other', () => {
  it('gives each side of an edge a strand of its own, which leave 2 px between the widest', () => {
    const view = { momentA: side([1e-3]), momentB: side([2e-3]) } as ComparisonView;
    const strands = overlayStrands(view, [straight(100)], [[edge(4)], [edge(8)]], ['blue', 'red']);
    expect(strands.map(({ colour, width }) => [colour, width])).toEqual([['blue', 4], ['red', 8]]); // prettier-ignore
    // Middle lines 10 px apart, of which the two halves of an 8 px strand take 8.
    expect(strands.map(({ path }) => path)).toEqual(['M0 -5Q50 -5 100 -5', 'M0 5Q50 5 100 5']);
  });

  it('leaves out the side that has no such edge, and dashes the one that was cut', () => {
    const view = { momentA: side([1e-3, 0]), momentB: side([null, 1e-3]) } as ComparisonView;
    const sides = [[edge(4), edge(2, 'cut')], [edge(4), edge(4)]]; // prettier-ignore
    const strands = overlayStrands(view, [straight(10), straight(20)], sides, ['blue', 'red']);
    expect(strands.map(({ colour, isCut }) => [colour, isCut])).toEqual([['blue', false], ['blue', true], ['red', false]]); // prettier-ignore
  });
});
