import type { CalibrationJudgement } from '../../shared/calibration.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { digipotCalibrationOf } from '../twin/digipots/calibrateDigipots.ts';
import { DIGIPOT_PROGRAM_STEPS, DIGIPOT_PROGRAMS, digipotProgram } from '../twin/digipots/digipotProgram.ts';
import { judgeDigipots, type DigipotJudgement, type StepFigures } from '../twin/digipots/judgeDigipots.ts';
import { digipotStages, type DigipotStageName } from '../twin/digipots/stages/index.ts';
import { emptyDigipotDraft, type DigipotDraft } from '../twin/digipots/stages/stage.ts';
import { toldStage, type CalibrationKind } from './calibrationKind.ts';
import { unfitWork } from './unfitWork.ts';

/** Boards with digital potentiometers: converters, what a wiper step is worth, comparators. */
export const digipotCalibration: CalibrationKind = {
  stages: digipotStages,
  required: ['wipers', 'comparators'],
  empty: emptyDigipotDraft,
  programs: { count: DIGIPOT_PROGRAMS, steps: DIGIPOT_PROGRAM_STEPS, measurements: DIGIPOT_PROGRAM_STEPS, of: digipotProgram },
  run({ stage, draft, device }, fitted, _held, report) {
    const result = digipotStages[stage as DigipotStageName].run(
      { runs: fitted, report: ({ done, message }) => report(done, message) },
      draft as DigipotDraft,
    );
    return { ...toldStage(result), draft: result.draft, device, devices: null };
  },
  judge({ draft }, runs, report) {
    const calibration = digipotCalibrationOf(draft as DigipotDraft, runs, { serial: '', date: '' }, []);
    return judgementOf(
      runs.map((run, index) => {
        report(index / runs.length, `steps of ${run.name}`);
        return judgeDigipots(calibration, run);
      }),
    );
  },
  document({ draft, serial, date, edges, nodes, done }) {
    const known = draft as DigipotDraft;
    if (known.wipers === null || known.comparators === null)
      throw unfitWork('calibration', 'its comparators are not known', 'Do its stages first.');
    const experiment = { network: { edgeCount: edges, nodeCount: nodes } } as Experiment;
    return digipotCalibrationOf(known, [{ experiment }], { serial, date }, done as readonly DigipotStageName[]);
  },
};

/** Means over all steps of the recordings, and root mean squares over their nodes. */
function judgementOf(runs: readonly DigipotJudgement[]): CalibrationJudgement | null {
  const figures = (when: 'calibrated' | 'uncalibrated'): StepFigures => {
    const own = runs.map((run) => run[when]).filter(({ steps }) => steps > 0);
    const total = own.reduce((sum, { steps }) => sum + steps, 0);
    const mean = (of: (figures: StepFigures) => number): number => own.reduce((sum, entry) => sum + entry.steps * of(entry), 0) / total;
    return {
      steps: total,
      right: mean(({ right }) => right),
      best: mean(({ best }) => best),
      bits: mean(({ bits }) => bits),
      free: Math.sqrt(mean(({ free }) => free ** 2)),
      clamped: Math.sqrt(mean(({ clamped }) => clamped ** 2)),
    };
  };
  const steps = { before: figures('uncalibrated'), after: figures('calibrated') };
  if (steps.before.steps === 0 || steps.after.steps === 0) return null;
  return { parities: [], plot: { x: { title: '', unit: '' }, y: { title: '', unit: '' }, series: [] }, correlation: null, steps };
}
