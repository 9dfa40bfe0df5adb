import type { MachineChoice } from '../../shared/machines.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine } from '../machine/machine.ts';
import { nodePlace } from '../recording/place.ts';
import { learningBoardOf } from '../twin/calibrateBoard.ts';
import { CalibratedMachine } from '../twin/calibratedMachine.ts';
import { wiringFor } from '../twin/judge.ts';
import { CalibrationFiles } from './calibrationFiles.ts';

/** "twin:ID": the calibrated twin of a board, by the identity of its calibration. */
const TWIN = 'twin:';
export const TWIN_TITLE = 'Calibrated twin';

export function isTwin(choice: MachineChoice | undefined): boolean {
  return choice?.machine?.startsWith(TWIN) ?? false;
}

/**
 * The calibrated twin under an experiment, in the state in which its board was measured last.
 *
 * @throws ProblemError where the calibration is not there, is of another board, or has no learning
 */
export async function openTwin(experiment: Experiment, machine: string): Promise<Machine> {
  const files = new CalibrationFiles(nodePlace());
  const id = machine.slice(TWIN.length);
  const calibration = await files.saved(id);
  const board = learningBoardOf(wiringFor(calibration, { experiment }), experiment.document.clamping.kind);
  if (board === null) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'The calibrated twin can’t learn',
      where: id,
      why: 'its learning was not calibrated',
      remedy: 'Do the stage of the learning rate, and apply the calibration again.',
    });
  }
  const gates = (await files.state(id)) ?? experiment.edges.map((edge) => edge.gate ?? 0);
  return new CalibratedMachine(
    experiment,
    board,
    gates,
    calibration.board.serial === '' ? TWIN_TITLE : `${TWIN_TITLE} of board ${calibration.board.serial}`,
  );
}
