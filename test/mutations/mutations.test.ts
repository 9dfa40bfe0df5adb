import { afterAll, describe, expect, it, vi } from 'vitest';
import { experiments } from '../../src-main/experiments/index.ts';
import { judge } from '../../src-main/experiments/verdict.ts';
import type * as Compile from '../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../src-main/learning/experiment/document.ts';
import { documentChange } from './documentChange.ts';
import { mutations } from './mutations.ts';

vi.mock('../../src-main/learning/experiment/compile.ts', async (importOriginal) => {
  const original = await importOriginal<typeof Compile>();
  return {
    ...original,
    compileExperiment: (document: ExperimentDocument) => original.compileExperiment(documentChange.current?.(document) ?? document),
  };
});

/** Seeds per experiment: fewer than the catalogue's, the same with and without the mistake. */
const MOST_SEEDS = 10;
/** Where each of the mistakes can show, and no more, so that all of it stays a matter of minutes. */
const tried = /^(digipots2022\/|transistors2024\/|imperfection2025\/(compatibleTasks|unbiasedRegression)$)/;
const reduced = Object.entries(experiments).flatMap(([name, { quickSeeds }]) =>
  quickSeeds > 0 && tried.test(name) ? [{ name, seeds: Math.min(quickSeeds, MOST_SEEDS) }] : [],
);

/** Claims by whether they hold; those of an experiment that can't even run (a node that nothing feeds) are not there. */
function verdicts(): Map<string, boolean> {
  const result = new Map<string, boolean>();
  for (const { name, seeds } of reduced) {
    const { claims, run } = experiments[name];
    try {
      const figures = Array.from({ length: seeds }, (_, index) => run(index + 1, () => undefined));
      for (const claim of claims) {
        const { holds } = judge(
          claim,
          figures.map((seed) => seed[claim.id]),
        );
        if (holds !== null) result.set(`${name} ${claim.id}`, holds);
      }
    } catch {
      // An error is no verdict of a bar.
    }
  }
  return result;
}

describe('mistakes are caught by the bars of the catalogue', () => {
  const right = verdicts();
  const rows: [string, string[]][] = [];

  it('which hold without any', () => {
    expect([...right].filter(([, holds]) => !holds)).toEqual([]);
    expect(documentChange.current).toBeNull();
  });

  it.each(Object.entries(mutations))('%s', (_, { title, run }) => {
    const caught = [...run(verdicts)].filter(([claim, holds]) => !holds && right.get(claim) === true).map(([claim]) => claim);
    rows.push([title, caught]);
    expect(caught.length).toBeGreaterThan(0);
  });

  it('and leave no trace', () => {
    expect([...verdicts()]).toEqual([...right]);
  });

  afterAll(() => {
    const lines = rows.map(
      ([title, caught]) => `  ${title}: caught by ${caught.length} of ${right.size}\n${caught.map((claim) => `    ${claim}`).join('\n')}`,
    );
    console.info(`Which bar catches which mistake\n${lines.join('\n')}`);
  });
});
