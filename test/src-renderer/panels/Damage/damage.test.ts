import { describe, expect, it } from 'vitest';
import type { DamageCurve } from '../../../../shared/damage.ts';
import type { Marker } from '../../../../shared/frames.ts';
import { History } from '../../../../src-renderer/engine/history.ts';
import { bearable, describeCurve, limitOf, rankEdges, summarise } from '../../../../src-renderer/panels/Damage/curve.ts';
import { outputsIsolatedBy } from '../../../../src-renderer/panels/Damage/isolation.ts';
import { recoveries } from '../../../../src-renderer/panels/Damage/recovery.ts';

const steps = { label: 'step', unit: '', of: ({ step }: { step: number }) => step };

function errorsOf(points: readonly (readonly [number, number])[]): History {
  const errors = new History(2);
  for (const point of points) errors.push(point);
  return errors;
}

function marker(step: number, kind: Marker['kind'] = 'cut'): Marker {
  return { step, time: step, kind, label: `${kind} at ${step}` };
}

describe('a cut that isolates an output', () => {
  // Supply 0 – 1 – 2, and 1 – 3: outputs are 2 and 3; two edges lead to 1.
  const node = (id: string) => ({ id, x: 0, y: 0 });
  const edge = (from: number, to: number) => ({ id: `${from}${to}`, from, to, isAdaptive: true });
  const role = (at: number, kind: 'supply' | 'output', name: string) => ({ node: at, role: kind, name, sign: 0 as const, column: 0 });
  const network = {
    nodes: ['a', 'b', 'c', 'd'].map(node),
    edges: [edge(0, 1), edge(0, 1), edge(1, 2), edge(3, 1)],
    roles: [role(0, 'supply', 'V+'), role(2, 'output', 'O1'), role(3, 'output', 'O2')],
  };

  it('is told by the outputs that lose their last way', () => {
    expect(outputsIsolatedBy(network, [null, null, null, null], 2)).toEqual(['O1']);
    expect(outputsIsolatedBy(network, ['cut', null, null, null], 1)).toEqual(['O1', 'O2']);
  });

  it('is none where another way is left, and for one that is isolated already', () => {
    expect(outputsIsolatedBy(network, [null, null, null, null], 0)).toEqual([]);
    // What is stuck or short conducts.
    expect(outputsIsolatedBy(network, ['stuck', null, null, null], 1)).toEqual([]);
    expect(outputsIsolatedBy(network, [null, null, 'cut', null], 3)).toEqual(['O2']);
  });
});

describe('the recovery card', () => {
  it('states the spike and the time back to 1.1 times the error before', () => {
    const errors = errorsOf([[0, 1], [90, 0.1], [100, 0.01], [100, 0.5], [150, 2], [200, 0.05], [250, 0.0105], [300, 0.02]]); // prettier-ignore
    const [recovery] = recoveries(errors, [marker(100)], steps);
    expect(recovery).toMatchObject({ label: 'cut at 100', before: 0.01, took: 150 });
    expect(recovery.spike).toBeCloseTo(200, 9);
    expect(recovery.ratio).toBeCloseTo(2, 9);
  });

  it('says that it is not back while it is not', () => {
    const [recovery] = recoveries(errorsOf([[0, 1], [10, 0.1], [10, 0.9], [20, 0.6]]), [marker(10)], steps); // prettier-ignore
    expect(recovery.took).toBeNull();
    expect(recovery.ratio).toBeCloseTo(6, 9);
  });

  it('ends a damage at the next one, newest first, and counts no notes', () => {
    const errors = errorsOf([[0, 1], [10, 0.1], [10, 1], [20, 0.1], [30, 0.1], [30, 5], [40, 0.1]]); // prettier-ignore
    const [second, first] = recoveries(errors, [marker(10), marker(25, 'note'), marker(30)], steps);
    expect(first).toMatchObject({ at: 10, took: 10 });
    expect(first.spike).toBeCloseTo(10, 9);
    expect(second).toMatchObject({ at: 30, took: 10 });
    expect(second.spike).toBeCloseTo(50, 9);
  });

  it('has nothing to say before there is an error, or where it was zero', () => {
    expect(recoveries(errorsOf([]), [marker(10)], steps)).toEqual([]);
    expect(recoveries(errorsOf([[0, 0], [10, 0], [10, 1]]), [marker(10)], steps)).toEqual([]); // prettier-ignore
  });
});

describe('the damage curve', () => {
  const rows = [
    [1, 2, 4, null],
    [1, 3, 50, null],
    [2, 4, 60, 80],
  ];

  it('has median and quartiles over the draws; a network in pieces is worse than any error', () => {
    const points = summarise(rows);
    expect(points.map(({ lost }) => lost)).toEqual([1, 2, 3, 4]);
    expect(points.map(({ median }) => median)).toEqual([1, 3, 50, null]);
    expect(points[3]).toEqual({ lost: 4, low: 80, median: null, high: null });
    expect(summarise([])).toEqual([]);
  });

  it('says how many edges can be lost: to ten times the error at the start', () => {
    expect(bearable(summarise(rows), 10)).toBe(2);
    expect(bearable(summarise(rows), 1000)).toBe(3);
    const curve: DamageCurve = {
      run: 1,
      step: 1,
      error: 1,
      goal: null,
      relearnSteps: 10,
      draws: 3,
      frozen: rows,
      relearned: [[1, 1, 1, 1]],
      state: 'done',
      done: 1,
    };
    expect(describeCurve(curve)).toContain('for 4 edges lost while the network goes on learning, for 2 edges with learning frozen');
    // A goal that was reached says better what “still done” means than the error of a network without noise.
    expect(limitOf({ ...curve, goal: 3.5 })).toBe(3.5);
    expect(describeCurve({ ...curve, goal: 3.5 })).toContain('below the goal of 3.5\u00a0V² for 4 edges lost');
    expect(limitOf({ ...curve, goal: 0.5 })).toBe(10);
  });
});

describe('the ranking', () => {
  it('stands from the most to the least important, without edges that have no error', () => {
    expect(rankEdges({ step: 1, error: 0.5, errors: [1, null, 2, 0.5] })).toEqual([
      { edge: 2, growth: 4 },
      { edge: 0, growth: 2 },
      { edge: 3, growth: 1 },
    ]);
    expect(rankEdges({ step: 1, error: 0, errors: [1] })).toEqual([]);
  });
});
