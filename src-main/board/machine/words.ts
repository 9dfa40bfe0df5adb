import { ProblemError } from '../../../shared/problem.ts';

/** A number as the protocol takes it, to a millionth. */
export function plain(value: number): string {
  return value.toFixed(6);
}

/** What a board can't do of an experiment. */
export function unfit(why: string, where?: string): ProblemError {
  const remedy = 'Run it on the simulation, or change the experiment.';
  return new ProblemError({ code: 'E-BOARD-MISMATCH', what: 'This board can’t do this experiment', ...(where && { where }), why, remedy });
}
