import { describe, expect, it } from 'vitest';
import { median } from '../../src-main/math/statistics.ts';
import { runIris } from './iris.ts';
import { machineOf, printFigures, seeds } from './support.ts';

describe('Dillavou 2022, Fig. 3d: Iris', () => {
  it('tells 92 % of 120 unseen flowers when settled and 95 % at best, as medians over 32 splits', () => {
    const runs = seeds(32).map((seed) => runIris(machineOf('iris', seed)));
    const untrained = runs.map((run) => run.untrained);
    const settled = runs.map((run) => run.settled);
    const best = runs.map((run) => run.best);
    const successes = settled.filter((accuracy) => accuracy >= 0.92).length;
    printFigures(
      'Iris, 32 splits',
      { 'accuracy before training': untrained, 'accuracy over the last 30 steps': settled, 'best accuracy': best },
      `92 % or better over the last 30 steps: ${successes} of ${runs.length}`,
    );
    expect(median(settled)).toBeGreaterThanOrEqual(0.92);
    expect(median(best)).toBeGreaterThanOrEqual(0.95);
    expect(median(untrained)).toBeLessThan(median(settled) - 0.03);
  });
});
