import { describe, expect, it } from 'vitest';
import { median } from '../../src-main/math/statistics.ts';
import { runAllostery } from './allostery.ts';
import { machineOf, printFigures, seeds } from './support.ts';

describe('Dillavou 2022, Fig. 3a: allostery', () => {
  it('loses four orders of error at its lowest and 2.8 when settled, as medians over 32 boards', () => {
    const runs = seeds(32).map((seed) => runAllostery(machineOf('allostery', seed)));
    const lowest = runs.map((run) => run.lowest);
    const settled = runs.map((run) => run.settled);
    const successes = runs.filter((run) => run.lowest >= 4 && run.settled >= 2.8).length;
    printFigures(
      'allostery, 32 seeds',
      { 'orders lost at the lowest': lowest, 'orders lost when settled': settled },
      `both bars: ${successes} of ${runs.length}`,
    );
    expect(median(lowest)).toBeGreaterThanOrEqual(4);
    expect(median(settled)).toBeGreaterThanOrEqual(2.8);
  });
});
