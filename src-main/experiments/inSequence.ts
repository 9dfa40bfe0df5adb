import type { ExperimentDocument } from '../learning/experiment/document.ts';

/**
 * Tasks one after the other in one run, each for its own steps: the rule, the board and its imperfections are those of the first.
 *
 * @param words  title and description of the whole run
 * @param reset  whether every edge begins anew with every task
 */
export function inSequence(
  [first, ...others]: readonly ExperimentDocument[],
  words: Pick<ExperimentDocument, 'title' | 'description'>,
  reset: boolean,
): ExperimentDocument {
  const { goal: _goal, ...rest } = first;
  let steps = first.steps;
  const sequence = others.map(({ title, roles, dataset, clamping, schedule, measure, steps: length }) => {
    const step = steps;
    steps += length;
    return { step, title, reset, roles, dataset, clamping, schedule, measure };
  });
  return { ...rest, ...words, steps, sequence };
}
