import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt, workOf } from '../../../src-main/sweeps/plan.ts';
import { always } from '../../properties.ts';
import { planOf, runAll, small } from './support.ts';

const nudges = (count: number) => ({
  name: 'nudge',
  parameters: ['clamping.nudge'],
  values: { kind: 'linear' as const, from: 0.1, to: 1, count },
});
const seeds = (count: number) => ({ name: 'draw', parameters: ['seed'], values: { kind: 'linear' as const, from: 1, to: count, count } });
const steps = (count: number) => ({ name: 'steps', parameters: ['steps'], values: { kind: 'linear' as const, from: 1, to: count, count } });

describe('the cells of a grid', () => {
  test('every combination of values and repeat comes exactly once, at the index that stands in it', async () => {
    const size = fc.integer({ min: 1, max: 5 });
    await always(
      fc.asyncProperty(size, size, size, async (a, b, repeats) => {
        const plan = await planOf({ ...small, axes: [nudges(a), steps(b)], repeats });
        expect(plan.cellCount).toBe(a * b * repeats);
        const cells = Array.from({ length: plan.cellCount }, (_, index) => cellAt(plan, index));
        expect(cells.map(({ index }) => index)).toEqual(cells.map((_, index) => index));
        expect(cells.every(({ point, repeat, index }) => point * repeats + repeat === index)).toBe(true);
        expect(new Set(cells.map(({ values, repeat }) => JSON.stringify([values, repeat]))).size).toBe(plan.cellCount);
        for (const { values } of cells) values.forEach((value, axis) => expect(plan.axes[axis].values).toContain(value));
      }),
      25,
    );
  });

  test('a cell runs the experiment with its values and its seed', async () => {
    const plan = await planOf(small);
    const { document } = workOf(plan, cellAt(plan, 11)).experiment;
    expect(document).toMatchObject({ clamping: { nudge: 1 }, measure: { every: 2 }, seed: 3, steps: 100 });
  });

  test('one value may set several parameters', async () => {
    const plan = await planOf({
      ...small,
      axes: [{ name: 'length', parameters: ['steps', 'measure.every'], values: { kind: 'list', values: [40, 80] } }],
    });
    expect(workOf(plan, cellAt(plan, plan.cellCount - 1)).experiment.document).toMatchObject({ steps: 80, measure: { every: 80 } });
  });

  test('an axis may set a parameter of a reduction', async () => {
    const threshold = { name: 'level', parameters: ['reductions[0].threshold'], values: { kind: 'list', values: [1e-9, 1e9] } };
    const plan = await planOf({ ...small, repeats: 1, axes: [threshold], reductions: [{ kind: 'timeToThreshold', threshold: 1 }] });
    const [never, atOnce] = (await runAll(plan, [0, 1])).map((text) => JSON.parse(text).values.stepsToThreshold);
    expect(never).not.toBe(0);
    expect(atOnce).toBe(0);
  });
});

describe('seeds', () => {
  test('paired: every point sees the same draws', async () => {
    const plan = await planOf({ ...small, seed: 5 });
    const drawn = Array.from({ length: plan.cellCount }, (_, index) => cellAt(plan, index).seed);
    expect(drawn).toEqual(Array.from({ length: 4 }, () => [5, 6, 7]).flat());
  });

  test('independent: every cell has its own, and keeps it when the axis gets another value', async () => {
    const grid = (values: number[]) => ({ ...small, draws: 'independent', axes: [{ ...small.axes[0], values: { kind: 'list', values } }] });
    const plan = await planOf(grid([0.2, 0.4]));
    const wider = await planOf(grid([0.1, 0.2, 0.3, 0.4]));
    const drawn = Array.from({ length: plan.cellCount }, (_, index) => cellAt(plan, index).seed);
    expect(new Set(drawn).size).toBe(plan.cellCount);
    expect(drawn.slice(0, 3)).toEqual([3, 4, 5].map((index) => cellAt(wider, index).seed));
    expect(drawn.slice(3)).toEqual([9, 10, 11].map((index) => cellAt(wider, index).seed));
  });

  test('an axis of seeds gives the seed', async () => {
    const plan = await planOf({ ...small, repeats: 1, axes: [seeds(4)] });
    expect([0, 1, 2, 3].map((index) => cellAt(plan, index).seed)).toEqual([1, 2, 3, 4]);
  });
});

describe('the same cell has the same bytes', () => {
  test('in any order', async () => {
    const plan = await planOf(small);
    const order = Array.from({ length: plan.cellCount }, (_, index) => index);
    const forwards = await runAll(plan, order);
    expect(await runAll(await planOf(small), [...order].reverse())).toEqual(forwards);
    // And cells differ: a run that ignored its cell would pass otherwise.
    expect(new Set(forwards.map((text) => JSON.stringify(JSON.parse(text).values))).size).toBeGreaterThan(plan.pointCount);
  });
});
