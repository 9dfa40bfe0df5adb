import { beforeAll, describe, expect, it } from 'vitest';
import { references } from '../../../shared/references.ts';
import { units } from '../../../shared/units.ts';
import type { Figures } from '../../../src-main/experiments/experiment.ts';
import { experiments } from '../../../src-main/experiments/index.ts';
import { judge } from '../../../src-main/experiments/verdict.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';

const sentence = /^[A-Z0-9].*[.!?)]$/s;

describe.each(Object.entries(experiments))('%s', (_name, experiment) => {
  it('says what it claims, where it was published, and why its bars stand where they stand', () => {
    expect(experiment.claims.length).toBeGreaterThan(0);
    const ids = experiment.claims.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const claim of experiment.claims) {
      expect(claim.id).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(claim.quantity).not.toBe('');
      expect(units).toContain(claim.unit);
      expect(references).toHaveProperty(claim.source.source);
      expect(claim.source.place).not.toBe('');
      expect(claim.reason).toMatch(sentence);
      if (claim.note !== undefined) expect(claim.note).toMatch(sentence);
      if (claim.bar?.statistic === 'fraction') expect(claim.unit).toBe('');
    }
  });

  it('runs ten seeds or more, or one where nothing is random', () => {
    expect(experiment.seeds === 1 || experiment.seeds >= 10).toBe(true);
    expect(experiment.quickSeeds).toBeLessThanOrEqual(experiment.seeds);
  });

  it('opens on the bench, where it has something to open', () => {
    const document = experiment.document();
    if (document !== null) expect(compileExperiment(document).network.edgeCount).toBeGreaterThan(0);
  });
});

const quick = Object.entries(experiments).filter(([, { quickSeeds }]) => quickSeeds > 0);

describe.each(quick)('%s, quick', (_name, experiment) => {
  const seeds = Array.from({ length: experiment.quickSeeds }, (_, index) => index + 1);
  let figures: Figures[] = [];

  beforeAll(() => {
    figures = seeds.map((seed) => experiment.run(seed, () => undefined));
  });

  it('meets its bars', () => {
    const verdicts = experiment.claims.map((claim) => ({
      id: claim.id,
      ...judge(
        claim,
        figures.map((seed) => seed[claim.id]),
      ),
    }));
    expect(verdicts.filter(({ holds }) => holds === false)).toEqual([]);
  });

  it('gives the same figures again, and every one that it claims', () => {
    const reports: number[] = [];
    expect(experiment.run(1, (fraction) => reports.push(fraction))).toEqual(figures[0]);
    expect(Object.keys(figures[0]).sort()).toEqual(experiment.claims.map(({ id }) => id).sort());
    expect(reports.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });
});
