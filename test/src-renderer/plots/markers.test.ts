import { describe, expect, it } from 'vitest';
import type { Marker } from '../../../shared/frames.ts';
import { hatchedSpan } from '../../../src-renderer/plots/hatching.ts';
import { plotMarkers } from '../../../src-renderer/plots/markers.ts';
import { abscissaOf } from '../../../src-renderer/view/abscissa.ts';

const marker = (kind: Marker['kind'], step: number): Marker => ({ kind, step, time: step / 1000, label: kind });

describe('markers on a plot', () => {
  const steps = abscissaOf({ edgeKind: 'digipot' });

  it('hatches from the loss of a board to its return, to the end of the axis while it is away, and where frames were lost', () => {
    const away = [marker('cut', 10), marker('lost', 20), marker('gap', 20), marker('return', 60), marker('gap', 80), marker('lost', 90)];
    expect(plotMarkers(away, steps, false)).toEqual([
      { at: 10, text: '' },
      { at: 20, text: '', until: 60 },
      { at: 20, text: '', until: 20 },
      { at: 80, text: '', until: 80 },
      { at: 90, text: '', until: Infinity },
    ]);
  });
});

describe('hatchedSpan', () => {
  const box = { left: 100, width: 200 };
  it.each([
    ['as it is where it is wide', 120, 180, [120, 180]],
    ['wide enough to be seen', 120, 120, [120, 128]],
    ['to the end of the axis where it still lasts', 250, Infinity, [250, 300]],
    ['where it begins at the end of the axis, now', 300.5, Infinity, [292, 300]],
    ['of what lies on the axis', 50, 150, [100, 150]],
    ['nothing before', 20, 60, null],
    ['nothing behind', 320, 350, null],
  ] as const)('%s', (_, from, to, span) => {
    expect(hatchedSpan(from, to, box)).toEqual(span);
  });
});
