import { describe, expect, it } from 'vitest';
import { resistances, shownEdges } from '../../../../src-renderer/panels/EdgeStates/view.ts';

describe('the edges in the plot of states', () => {
  it.each([
    [[], -1, [0]],
    [[], 7, [7]],
    [[3, 5], 7, [3, 5, 7]],
    [[3, 5], 5, [3, 5]],
    [[3, 5], -1, [3, 5]],
    [[1, 2, 3, 4, 5], 7, [1, 2, 3, 4, 5]],
    [[3, 99], 40, [3]],
  ])('are the pinned %j, and the selected %d where there is room', (pinned, selected, edges) => {
    expect(shownEdges(pinned, selected, 32)).toEqual(edges);
  });

  it('have no resistance where they are cut', () => {
    expect(resistances([0.001, 0, null])).toEqual([1000, null, null]);
  });
});
