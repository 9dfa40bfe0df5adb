import { ProblemError } from '../../shared/problem.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Session } from './session.ts';
import type { Parameters } from './undoStack.ts';

/**
 * The experiment on the bench as a document: with the seed and the parameters in force, so that opening it begins the same run. What
 * was learned and damaged since is the run's, and not in it.
 *
 * @throws ProblemError  where what is on the bench has no document: a recording
 */
export function benchDocument({ experiment, parameters }: Pick<Session, 'experiment' | 'parameters'>): ExperimentDocument {
  const { whole, seed } = experiment;
  if (whole === null) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'This can’t be saved as a document',
      why: 'What is on the bench is a recording.',
      remedy: 'Export the recording under Runs, or load an experiment.',
    });
  }
  // Each of several tasks in a row has parameters of its own.
  if (whole.sequence.length > 0) return { ...whole.document, stop: [...parameters.stop], seed };
  return { ...withParameters(whole.document, parameters), seed };
}

/** The document with these parameters in force. */
function withParameters(document: ExperimentDocument, { nudge, stepTime, stop }: Parameters): ExperimentDocument {
  const { clamping } = document;
  return { ...document, clamping: 'nudge' in clamping ? { ...clamping, nudge } : clamping, stepTime, stop: [...stop] };
}
