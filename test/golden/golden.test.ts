import { beforeAll, describe, expect, it } from 'vitest';
import { tasks } from '../../src-main/learning/tasks/index.ts';
import { goldenSteps, readGolden, recordGolden, writeGolden } from './golden.ts';

describe.each(Object.keys(tasks))('golden run of %s', (task) => {
  beforeAll(() => {
    if (process.env.GOLDEN === 'write') writeGolden(task);
  });

  it('gives the recorded numbers', () => {
    const run = recordGolden(task);
    const recorded = readGolden(task);
    expect(run.map(({ step }) => step)).toEqual(goldenSteps);
    run.forEach(({ states, error }, index) => {
      const expected = recorded[index];
      // Ten digits: far below any change of the model, far above the rounding of another order of additions.
      states.forEach((state, edge) =>
        expect(Math.abs(state - expected.states[edge])).toBeLessThan(1e-10 * Math.abs(expected.states[edge])),
      );
      expect(Math.abs(error - expected.error)).toBeLessThan(1e-8 * expected.error);
    });
  });
});
