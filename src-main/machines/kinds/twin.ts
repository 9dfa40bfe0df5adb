import { ProblemError } from '../../../shared/problem.ts';
import { profiles } from '../../board/emulator/profiles.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { quantised } from '../../physics/imperfections/imperfection.ts';
import { learningBoardOf } from '../../twin/calibrateBoard.ts';
import { CalibratedMachine } from '../../twin/calibratedMachine.ts';
import { isStale } from '../../twin/calibrationDocument.ts';
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
    const why = whyUnfit(calibration, experiment, true);
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
    const board = learningBoardOf(wiringFor(calibration, { experiment }), experiment.document.clamping.kind)!;
    const { serial } = calibration.board;
    const title = serial === '' ? twin.spec.title : `${twin.spec.title} of board ${serial}`;
    const drawn = experiment.edges.map(({ gate }) => gate ?? 0);
    const machine = new CalibratedMachine(imposedByConverters(experiment), board, beginsAsSaid === true ? drawn : (gates ?? drawn), title);
    experiment.edges.forEach(({ damage }, edge) => damage !== undefined && machine.damage([edge], damage));
    return machine;
  },
};

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
