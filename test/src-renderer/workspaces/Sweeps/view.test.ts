import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Sweep } from '../../../../shared/sweep.ts';
import { withNews } from '../../../../src-renderer/stores/sweepNews.ts';
import { cellUnder, cornerOf, heightOf, layOut } from '../../../../src-renderer/workspaces/Sweeps/grid.ts';
import { linearScale, logarithmicScale } from '../../../../src-renderer/workspaces/Sweeps/scale.ts';
import { curvesOf, firstView, mapOf, placeText, pointAt, positionsOf } from '../../../../src-renderer/workspaces/Sweeps/view.ts';
import { always } from '../../../properties.ts';

const axis = (name: string, values: (number | string)[]) => ({ name, title: name, unit: 's' as const, isLogarithmic: false, values });
const problem = { code: 'E-SWEEP-CELL', what: 'a', why: 'b', remedy: 'c' } as const;

/** Two axes, two repeats; the median of a point is its index. */
const sweep: Sweep = {
  id: 'a-0123456789',
  folder: '/runs/sweeps/a',
  plan: {
    id: 'a-0123456789',
    title: 'A',
    description: '',
    source: '',
    axes: [axis('a', [1, 2, 3]), axis('b', ['x', 'y'])],
    quantities: [{ name: 'q', title: 'Q', unit: 'V', isLogarithmic: false }],
    repeats: 2,
    pointCount: 6,
    cellCount: 12,
    recordings: 'none',
  },
  progress: { state: 'running', done: 10, failed: 0, running: [], elapsed: 1, remaining: 1 },
  cells: 'dddddddddd..',
  points: [0, 1, 2, 3, 4].map((point) => ({ point, spreads: [{ count: 2, quartiles: [point - 0.5, point, point + 0.5] }] })),
  failures: [],
};

describe('points of a grid', () => {
  it('have positions, and positions a point: each the other’s inverse', () => {
    for (let point = 0; point < 6; point++) expect(pointAt(sweep.plan, positionsOf(sweep.plan, point))).toBe(point);
    expect(positionsOf(sweep.plan, 3)).toEqual([1, 1]);
    expect(placeText(sweep.plan, 7)).toBe('a 2.00\u00a0s, b y, repeat 2');
  });

  it('lie along the longest axis, with a curve per value of the other', () => {
    const view = firstView(sweep.plan);
    expect(view).toMatchObject({ x: 0, y: 1 });
    const [first, second] = curvesOf(sweep, view);
    expect(first).toMatchObject({ label: 'b x', points: [{ x: 1, quartiles: [-0.5, 0, 0.5] }, { x: 2 }, { x: 3, count: 2 }] });
    expect(second.points.map(({ quartiles }) => quartiles?.[1] ?? null)).toEqual([1, 3, null]);
    expect(mapOf(sweep, view)).toEqual([
      [0, 2, 4],
      [1, 3, null],
    ]);
    // The other way round, words stand at their positions.
    expect(curvesOf(sweep, { ...view, x: 1, y: 0 })[2].points.map(({ x }) => x)).toEqual([0, 1]);
  });
});

describe('news', () => {
  it('replace what they tell of and leave the rest', () => {
    const point = { point: 5, spreads: [{ count: 1, quartiles: [5, 5, 5] as [number, number, number] }] };
    const failed = withNews(sweep, {
      id: sweep.id,
      progress: sweep.progress,
      cells: [
        [10, 'd'],
        [11, 'f'],
      ],
      points: [point],
      failures: [{ cell: 11, seed: 2, problem }],
    });
    expect(failed.cells).toBe('dddddddddddf');
    expect(failed.points.map((entry) => entry.point)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(failed.failures).toHaveLength(1);
    const mended = withNews(failed, { id: sweep.id, progress: sweep.progress, cells: [[11, 'd']], points: [point], failures: [] });
    expect(mended).toMatchObject({ cells: 'd'.repeat(12), failures: [] });
  });
});

test('every cell of a grid is found where it is drawn, whatever the room', () => {
  const size = fc.integer({ min: 1, max: 400 });
  always(
    fc.property(
      size,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 50, max: 900 }),
      fc.integer({ min: 40, max: 400 }),
      (points, repeats, width, height) => {
        const layout = layOut(points, repeats, width, height);
        if (layout.pitch > 2) expect(heightOf(layout, repeats)).toBeLessThanOrEqual(height);
        for (const cell of [0, Math.floor((points * repeats) / 2), points * repeats - 1]) {
          const [x, y] = cornerOf(layout, cell, repeats);
          expect(x + layout.pitch).toBeLessThanOrEqual(Math.max(width, layout.pitch));
          expect(cellUnder(layout, x + 0.5, y + 0.5, points, repeats)).toBe(cell);
        }
      },
    ),
  );
});

describe('scales', () => {
  it('put their ends inside, and powers of ten at equal distances', () => {
    const scale = logarithmicScale([1e-5, null, 0, 1e-2]);
    expect(scale.ticks.map(({ text }) => text)).toEqual(['10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²']);
    const [a, b, c] = scale.ticks.map(({ at }) => at);
    // Differences of sums of a few numbers of order 1: rounding alone.
    expect(b - a).toBeCloseTo(c - b, 12);
    expect(scale.partOf(1e-5)).toBeGreaterThan(0);
    expect(scale.partOf(1e-2)).toBeLessThan(1);
  });

  it('within a decade have 1, 2 and 5; of one value alone are not empty', () => {
    expect(logarithmicScale([1.5, 6]).ticks.map(({ text }) => text)).toEqual(['2', '5']);
    // Close together they have the digits that tell them apart.
    for (const values of [
      [1.18e-5, 1.21e-5],
      [1.149e-5, 1.1494e-5],
      [9.99e-5, 9.999e-5],
    ]) {
      const close = logarithmicScale(values).ticks.map(({ text }) => text);
      expect(close.length).toBeGreaterThan(1);
      expect(new Set(close).size).toBe(close.length);
    }
    for (const scale of [linearScale([3]), logarithmicScale([3]), linearScale([]), logarithmicScale([null])]) {
      expect(Number.isFinite(scale.partOf(3))).toBe(true);
    }
  });
});
