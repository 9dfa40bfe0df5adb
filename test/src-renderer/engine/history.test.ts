import { describe, expect, it } from 'vitest';
import { History } from '../../../src-renderer/engine/history.ts';

describe('History', () => {
  it('keeps rows in order and gives columns with null for missing values', () => {
    const history = new History(2, 8);
    history.push([0, 5]);
    history.push([1, Number.NaN]);
    history.push([2]);
    expect(history.column(0)).toEqual([0, 1, 2]);
    expect(history.column(1)).toEqual([5, null, null]);
  });

  it('halves its density when full and still covers the whole run', () => {
    const history = new History(1, 8);
    for (let row = 0; row < 100; row++) history.push([row]);
    const kept = history.column(0) as number[];
    expect(kept.length).toBeLessThanOrEqual(8);
    expect(kept.length).toBeGreaterThan(4);
    expect(kept[0]).toBe(0);
    const strides = new Set(kept.slice(1).map((value, index) => value - kept[index]));
    expect([...strides]).toEqual([16]);
  });

  it('starts afresh after clear', () => {
    const history = new History(1, 4);
    for (let row = 0; row < 20; row++) history.push([row]);
    history.clear();
    history.push([7]);
    history.push([8]);
    expect(history.column(0)).toEqual([7, 8]);
  });
});
