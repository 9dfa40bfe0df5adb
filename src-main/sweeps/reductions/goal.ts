import { ProblemError } from '../../../shared/problem.ts';
import { hasReached } from '../../learning/goal.ts';
import { defineReduction, measurementWatch, Recent } from './reduction.ts';

/** Whether the experiment's own goal was reached. */
export const goal = defineReduction({
  spec: { kind: 'goal', title: 'Goal', doc: 'Whether the goal of the experiment was reached at the end: 1 or 0.', parameters: {} },
  quantities: [{ name: 'goal', title: 'Goal reached', unit: '', isLogarithmic: false }],
  watch(_config, experiment) {
    const { goal: wanted } = experiment.document;
    if (wanted === undefined) {
      throw new ProblemError({
        code: 'E-RUN-INVALID',
        what: 'The experiment has no goal',
        where: '$.reductions',
        why: 'there is no "goal" in the base experiment',
        remedy: 'Give it one, or leave this reduction out.',
      });
    }
    const recent = new Recent(wanted.over);
    return measurementWatch(
      (measurement) => recent.add(measurement),
      () => ({ goal: hasReached(wanted, recent.last) ? 1 : 0 }),
    );
  },
});
