import { expect, test } from 'vitest';
import { History, thinned, type HistoryPoint } from '../../../../src-main/cli/training/history.ts';

const point = (step: number): HistoryPoint => ({ step, time: step, error: 1 / (step + 1), accuracy: null });
const filled = (count: number, limit: number): History => {
  const history = new History(limit);
  for (let step = 0; step < count; step++) history.add(point(step));
  return history;
};
const stepsOf = (points: readonly HistoryPoint[]): number[] => points.map(({ step }) => step);

test('keeps everything up to its limit', () => {
  expect(filled(100, 100).points).toHaveLength(100);
  expect(filled(100, 100).stride).toBe(1);
});

test('beyond it keeps every second, fourth … point, evenly', () => {
  const history = filled(1000, 100);
  expect(history.stride).toBe(16);
  expect(stepsOf(history.points)).toEqual(Array.from({ length: 63 }, (_, index) => 16 * index));
});

test('the last point is there once, on the stride or not', () => {
  const history = filled(1000, 100);
  history.close(point(999));
  history.close(point(999));
  expect(stepsOf(history.points).slice(-2)).toEqual([992, 999]);
});

test('thinned: at most so many, the first and the last among them, denser early on', () => {
  const points = Array.from({ length: 1001 }, (_, step) => point(step));
  const steps = stepsOf(thinned(points, 16));
  expect(steps.length).toBeLessThanOrEqual(16);
  expect(steps.length).toBeGreaterThan(10);
  expect([steps[0], steps.at(-1)]).toEqual([0, 1000]);
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  expect(steps.filter((step) => step < 100).length).toBeGreaterThan(steps.length / 2);
  expect(thinned(points.slice(0, 5), 16)).toEqual(points.slice(0, 5));
});
