import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from '../../../shared/frames.ts';
import { History } from '../../../src-main/host/history.ts';

const point = (step: number) => ({ step, time: step, error: step, accuracy: null, outputErrors: [], modes: [], taskErrors: [] });

function filled(count: number, kept: number[] = []): History<HistoryPoint> {
  const history = new History<HistoryPoint>();
  for (let step = 0; step < count; step++) history.add(point(step), kept.includes(step));
  return history;
}

describe('History', () => {
  it('keeps everything while there is room', () => {
    expect(filled(1500).since(0)).toHaveLength(1500);
  });

  it.each([4_000, 20_000, 100_000])('stays bounded and covers the whole run evenly after %i points', (count) => {
    const history = filled(count);
    const steps = history.since(0).map(({ step }) => step);
    expect(history.length).toBeLessThanOrEqual(5000);
    expect(steps[0]).toBe(0);
    expect(steps.slice(-1000)).toEqual(Array.from({ length: 1000 }, (_, index) => count - 1000 + index));
    // Among the older points the widest gap is at most a few times the mean one: no part of the run is forgotten.
    const older = steps.slice(0, -2000);
    const gaps = older.slice(1).map((step, index) => step - older[index]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * (count / 3000) + 1);
  });

  it('never thins out the points around damage', () => {
    const kept = [1234, 5678, 9999];
    const steps = filled(50_000, kept)
      .since(0)
      .map(({ step }) => step);
    for (const step of kept) expect(steps).toContain(step);
  });

  it('tells a reader what came since', () => {
    const history = filled(30_000);
    const seen = history.end;
    expect(history.since(seen)).toEqual([]);
    history.add(point(30_000));
    expect(history.since(seen)).toEqual([point(30_000)]);
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const [history, other] = [filled(12_345), new History<HistoryPoint>()];
    other.load(structuredClone(history.save()));
    for (let step = 12_345; step < 30_000; step++) {
      history.add(point(step));
      other.add(point(step));
    }
    expect(other.length).toBeLessThanOrEqual(5000);
    expect(other.end).toBe(history.end);
    expect(other.since(29_000)).toEqual(history.since(29_000));
  });
});
