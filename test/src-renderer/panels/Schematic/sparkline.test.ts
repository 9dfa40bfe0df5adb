import { describe, expect, it } from 'vitest';
import { History } from '../../../../src-renderer/engine/history.ts';
import { spanText, sparklineOf } from '../../../../src-renderer/panels/Schematic/sparkline.ts';

const transistor = { edgeKind: 'transistor' } as const;
const digipot = { edgeKind: 'digipot' } as const;

/** Two edges over a run that is sampled every half second: the first rises by 1 V per second, the second rests. */
function kept(rows: number): History {
  const history = new History(3);
  for (let row = 0; row < rows; row++) history.push([row / 2, 1 + row / 2, row === 30 ? Number.NaN : 4]);
  return history;
}

describe('the last of an edge', () => {
  it('is its last ten seconds of learning time, with the ends of what it went through', () => {
    const line = sparklineOf(kept(61), 0, 30, transistor)!;
    expect(line).toMatchObject({ least: 21, greatest: 31, last: 31, begin: 20, end: 30 });
    expect(line.points.length).toBe(21);
    expect(line.points[0]).toEqual([20, 21]);
    expect(spanText(transistor)).toBe('last 10 s of learning time');
  });

  it('is shorter where the run is, ends where a replay stands, and leaves out what was not read', () => {
    expect(sparklineOf(kept(5), 0, 2, transistor)).toMatchObject({ least: 1, last: 3, begin: 0 });
    expect(sparklineOf(kept(61), 0, 12, transistor)).toMatchObject({ least: 3, last: 13, begin: 2, end: 12 });
    expect(sparklineOf(kept(61), 1, 20, transistor)!.points.map(([at]) => at)).not.toContain(15);
  });

  it('is counted in steps where the plots are', () => {
    const line = sparklineOf(kept(4001), 0, 2000, digipot)!;
    expect(line).toMatchObject({ begin: 1000, end: 2000, last: 2001 });
    expect(spanText(digipot)).toBe('last 1\u202f000 steps');
  });

  it('is nothing where less than two values are kept, or too many edges to keep any', () => {
    expect(sparklineOf(kept(1), 0, 0, transistor)).toBeNull();
    expect(sparklineOf(new History(1), 0, 0, transistor)).toBeNull();
  });
});
