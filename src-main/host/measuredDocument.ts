import { ProblemError } from '../../shared/problem.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { benchDocument } from './benchDocument.ts';
import { startingAt } from './compareProgram.ts';
import { documentOf, draftOf } from './project/draft.ts';
import type { Session } from './session.ts';

/**
 * The experiment on the bench as a document whose edges begin in the states that its machine has now, and as damaged.
 *
 * @throws ProblemError  where it has no single program, or a state can't be read
 */
export function measuredDocument(session: Pick<Session, 'experiment' | 'parameters' | 'state'>): ExperimentDocument {
  const document = benchDocument(session);
  const { compiled } = session.experiment;
  const { states, damage } = session.state;
  if (compiled === null || !states.every(Number.isFinite)) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'The state can’t be copied',
      why: compiled === null ? 'the experiment has several tasks in a row' : 'the states of some edges can’t be read',
      remedy: 'Put a single task on the machine, or compare recordings of both.',
    });
  }
  const charged = startingAt(compiled, { states, damage });
  return documentOf({ ...draftOf(document, charged), generate: null }, 'the measured state');
}
