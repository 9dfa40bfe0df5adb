import { describe, expect, it } from 'vitest';
import { readSpan } from '../../../src-renderer/workspaces/Runs/span.ts';
import { factsOf, ROW_HEIGHT, rowAfter, titleOf, visibleRows } from '../../../src-renderer/workspaces/Runs/view.ts';
import { searchRuns } from '../../../shared/runs.ts';
import { fakeRuns } from '../fake/fakeShelf.ts';

describe('the list of runs', () => {
  it('draws the rows in sight and a few around them, of however many', () => {
    expect(visibleRows(10_000, 5000 * ROW_HEIGHT, 600)).toEqual([4994, 5024]);
    expect(visibleRows(3, 0, 600)).toEqual([0, 3]);
    expect(visibleRows(0, 0, 600)).toEqual([0, 0]);
    // A search leaves fewer rows than were scrolled over.
    expect(visibleRows(5, 5000 * ROW_HEIGHT, 600)).toEqual([0, 5]);
    expect(visibleRows(100, 5000 * ROW_HEIGHT, 600)).toEqual([76, 100]);
  });

  it('goes by arrow and paging keys, and no further than its ends', () => {
    expect(rowAfter('ArrowDown', -1, 50, 340)).toBe(0);
    expect(rowAfter('ArrowUp', 0, 50, 340)).toBe(0);
    expect(rowAfter('PageDown', 3, 50, 340)).toBe(12);
    expect(rowAfter('End', 3, 50, 340)).toBe(49);
    expect(rowAfter('a', 3, 50, 340)).toBeNull();
    expect(rowAfter('End', -1, 0, 340)).toBeNull();
  });

  it('finds by all words in name, task, machine, date, tag and note', () => {
    const runs = fakeRuns(5000);
    expect(searchRuns(runs, 'iris')).toHaveLength(1250);
    expect(searchRuns(runs, 'IRIS warm').every(({ task, notes }) => task === 'Iris' && notes.length === 1)).toBe(true);
    expect(
      searchRuns(runs, 'transistor lattice paper').every(({ machine, tags }) => machine.startsWith('Transistor') && tags[0] === 'paper'),
    ).toBe(true);
    expect(searchRuns(runs, '2026-11-18').length).toBeGreaterThan(10);
    expect(searchRuns(runs, 'nowhere')).toEqual([]);
  });

  it('says what a run is', () => {
    const [named, plain] = fakeRuns(2);
    expect([titleOf(named), titleOf(plain)]).toEqual(['night run 0', 'Voltage divider']);
    expect(factsOf(named)).toContainEqual({ name: 'Error', value: '3.00×10⁻⁵\u00a0V²' });
  });
});

describe('a part of a run', () => {
  it.each([
    ['step', '10', '20', { fromStep: 10, toStep: 20 }],
    ['time', '0,5', '', { fromTime: 0.5 }],
    ['time', '', '1e-3', { toTime: 0.001 }],
    ['step', ' ', '', {}],
  ] as const)('%s from "%s" to "%s"', (unit, from, to, span) => {
    expect(readSpan(unit, from, to)).toEqual({ span, why: '' });
  });

  it.each([
    ['step', 'ten', '', 'not a number of steps'],
    ['time', '3', '-1', 'not a number of seconds'],
    ['time', '3', '1', 'ends before it begins'],
  ] as const)('%s from "%s" to "%s" is none', (unit, from, to, why) => {
    expect(readSpan(unit, from, to)).toMatchObject({ span: null, why: expect.stringContaining(why) as string });
  });
});
