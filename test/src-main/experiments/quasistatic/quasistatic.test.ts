import { describe, expect, it } from 'vitest';
import { quasistatic } from '../../../../src-main/experiments/quasistatic/index.ts';
import { drawnTask, trainAll } from '../../../../src-main/experiments/quasistatic/passage.ts';

/** What the claims of an experiment share, so that a figure can be looked up by name. */
function figuresOf(kind: keyof typeof quasistatic, seed: number): Readonly<Record<string, number | null>> {
  return quasistatic[kind].run(seed, () => undefined);
}

describe('the quasistatic limit and beyond', () => {
  it.each(['laboratory', 'allosteryErrors', 'trainingTime', 'oscillations', 'flatness', 'dampedOscillator'] as const)(
    '%s gives finite figures, or none',
    (kind) => {
      for (const figure of Object.values(figuresOf(kind, 1))) expect(figure === null || Number.isFinite(figure)).toBe(true);
    },
  );

  it('a draw out of reach is reported as such, and its figures are left out', () => {
    const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
    const unreachable = seeds.filter((seed) => trainAll(drawnTask(seed, 5), [1e-3], () => undefined)[0].trainingTime === null);
    expect(unreachable.length).toBeGreaterThan(0);
    const figures = figuresOf('allosteryErrors', unreachable[0]);
    expect(figures).toMatchObject({ reachable: 0, learnsAtEveryRate: null, stepsAt1: null });
  });

  it('slow training takes ten times as long at a tenth of the rate, and the error only falls', () => {
    const [slow, tenth] = trainAll(drawnTask(1, 10), [1e-3, 1e-2], () => undefined);
    expect(tenth.trainingTime! / slow.trainingTime!).toBeCloseTo(0.1, 2);
    expect(slow.rebound).toBe(1);
  });

  it('theory and simulation differ by the order of what the theory leaves out', () => {
    // The nudge and the first deviation are 1e-3 each.
    expect(figuresOf('dampedOscillator', 2)['ringingNode']).toBeLessThan(2e-3);
    expect(figuresOf('dampedOscillator', 2)['wholeNetwork']).toBeLessThan(2e-3);
  });
});
