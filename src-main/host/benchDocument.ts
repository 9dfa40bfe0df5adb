import { ProblemError } from '../../shared/problem.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Session } from './session.ts';

/**
 * The experiment on the bench as a document: with the seed and the parameters in force, so that opening it begins the same run. What
 * was learned and damaged since is the run's, and not in it.
 *
 * @throws ProblemError  where what is on the bench has no document: a recording, or tasks in a row
 */
export function benchDocument({ experiment, parameters }: Session): ExperimentDocument {
  const document = experiment.compiled?.document;
  if (document === undefined) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'This can’t be saved as a document',
      why: 'What is on the bench is a recording or a published series of tasks.',
      remedy: 'Export the recording under Runs, or load an experiment.',
    });
  }
  const { clamping } = document;
  const nudged = 'nudge' in clamping ? { ...clamping, nudge: parameters.nudge } : clamping;
  return { ...document, clamping: nudged, stepTime: parameters.stepTime, seed: experiment.seed };
}
