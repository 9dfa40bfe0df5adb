import { ProblemError } from '../../../shared/problem.ts';
import { profiles } from '../../board/emulator/profiles.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { quantised } from '../../physics/imperfections/imperfection.ts';
import { learningBoardOf } from '../../twin/calibrateBoard.ts';
import { CalibratedMachine } from '../../twin/calibratedMachine.ts';
import { isStale, type CalibrationDocument } from '../../twin/calibrationDocument.ts';
import { CalibratedDigipots } from '../../twin/digipots/calibratedDigipots.ts';
import { digipotBoardOf } from '../../twin/digipots/digipotTwin.ts';
import { isOfDigipots } from '../../twin/digipots/document.ts';
import { whyUnfitDigipots } from '../../twin/digipots/whyUnfit.ts';
import { wiringFor } from '../../twin/judge.ts';
import { whyUnfit } from '../../twin/whyUnfit.ts';
import { readCalibration } from '../savedCalibrations.ts';
import type { MachineKind } from './machineKind.ts';

export const twin: MachineKind = {
  spec: {
    kind: 'twin',
    title: 'Calibrated twin',
    doc:
      'The twin of a board, by the identity of a calibration that was saved on the bench or by the file that `twinbench calibrate --out FILE.json` ' +
      'wrote. It begins where the board was measured last, where that is known.',
    parameters: {},
  },
  placeName: 'ID',
  async open(experiment, { place, recordings, beginsAsSaid, tell }) {
    const { calibration, gates } = await readCalibration(place, recordings);
    const why = isOfDigipots(calibration) ? whyUnfitDigipots(calibration, experiment) : whyUnfit(calibration, experiment, true);
    if (why !== '') {
      throw new ProblemError({
        code: 'E-RUN-INVALID',
        what: 'The calibrated twin can’t run this',
        where: `twin:${place}`,
        why,
        remedy: 'Choose an experiment of the board that was calibrated, or calibrate the board under this one.',
      });
    }
    if (isStale(calibration, recordings.clock.now()))
      tell(
        `The calibration of ${calibration.date.slice(0, 10)} is older than ${calibration.staleAfterDays} days: the board may have changed.\n`,
      );
    const { serial } = calibration.board;
    const title = serial === '' ? twin.spec.title : `${twin.spec.title} of board ${serial}`;
    const drawn = experiment.edges.map(({ gate, tap }) => gate ?? tap ?? 0);
    const begin = beginsAsSaid === true ? drawn : (gates ?? drawn);
    const machine = isOfDigipots(calibration)
      ? new CalibratedDigipots(experiment, digipotBoardOf(calibration, experiment), begin, title)
      : transistorTwin(calibration, experiment, begin, title);
    experiment.edges.forEach(({ damage }, edge) => damage !== undefined && machine.damage([edge], damage));
    return machine;
  },
};

function transistorTwin(
  calibration: CalibrationDocument,
  experiment: Experiment,
  gates: readonly number[],
  title: string,
): CalibratedMachine {
  const board = learningBoardOf(wiringFor(calibration, { experiment }), experiment.document.clamping.kind)!;
  return new CalibratedMachine(imposedByConverters(experiment), board, gates, title);
}

/** The same experiment with what is imposed in the steps of the converters of a board: they are the chips' own, and known. */
function imposedByConverters(experiment: Experiment): Experiment {
  const profile = Object.values(profiles).find(({ edge }) => edge === experiment.edgeModel.kind);
  if (profile === undefined) return experiment;
  const stepped = (voltages: Float64Array): Float64Array => voltages.map((voltage) => quantised(voltage, profile.fullScale / 256));
  const { training, test, supplyVoltages } = experiment;
  return {
    ...experiment,
    training: { ...training, inputs: stepped(training.inputs) },
    test: test === null ? null : { ...test, inputs: stepped(test.inputs) },
    supplyVoltages: stepped(supplyVoltages),
  };
}
