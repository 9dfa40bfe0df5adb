import { describe, expect, it } from 'vitest';
import { median } from '../../src-main/math/statistics.ts';
import { runDivider } from './divider.ts';
import { machineOf, printFigures, seeds } from './support.ts';

describe('Dillavou 2022, Fig. 2: the divider follows its target', () => {
  it('within 50 mV of 3.75, 2.25, 1 and 2.25 V, each within 60 steps, from every seed', () => {
    const runs = seeds(32).map((seed) => runDivider(machineOf('divider', seed)));
    const successes = runs.filter(({ settling }) => settling.every((steps) => steps <= 60)).length;
    const targets = ['3.75 V', '2.25 V', '1 V', '2.25 V again'];
    printFigures(
      'divider, 32 seeds',
      Object.fromEntries(
        targets.flatMap((name, target) => [
          [`steps until within 50 mV of ${name}`, runs.map(({ settling }) => settling[target])],
          [`distance while it is held, V`.padEnd(30) + name, runs.map(({ distances }) => distances[target])],
        ]),
      ),
      `every target within 60 steps: ${successes} of ${runs.length}`,
    );
    expect(successes).toBe(runs.length);
    // One wiper step moves the output by 20 mV at 2.25 V, and the comparators' noise is 10 mV.
    for (const target of targets.keys()) expect(median(runs.map(({ distances }) => distances[target]))).toBeLessThan(0.05);
  });
});
