import { learningBoardOf } from '../../twin/calibrateBoard.ts';
import { sessionOf } from '../../twin/calibrationDraft.ts';
import { forecast, type Forecast } from '../../twin/forecast.ts';
import { wiringFor } from '../../twin/judge.ts';
import { suggestion } from '../nearest.ts';
import { formatJson } from '../formatJson.ts';
import { quantity } from '../quantity.ts';
import { readCalibration } from '../recordings/calibrationFile.ts';
import { readMeasuredRuns } from '../recordings/measuredRuns.ts';
import { textTable } from '../textTable.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const DEFAULT_SECONDS = 1;
const DEFAULT_POINTS = 10;

/** Shows what a board will do next. */
export const predict = defineCommand({
  spec: {
    kind: 'predict',
    title: 'Predict what a board does next',
    doc:
      'Forks the calibrated twin from the last measured state of a recording and learns on: error and gates of the next seconds. With --cut, ' +
      'an edge is cut first: the spike of the error and the recovery, before it is done to the board.',
    parameters: {},
    arguments: [{ name: 'FILE|ID', doc: 'A recording, the ID of a run, or a file to import.' }],
    options: {
      calibration: { type: 'text', value: 'FILE', doc: 'What `twinbench calibrate --out` wrote.' },
      seconds: {
        type: 'number',
        value: 'S',
        minimum: 1e-6,
        maximum: 1e5,
        doc: `How far ahead, learning time; ${DEFAULT_SECONDS} s otherwise.`,
      },
      points: { type: 'integer', value: 'N', minimum: 1, maximum: 10_000, doc: `How many moments are shown; ${DEFAULT_POINTS} otherwise.` },
      cut: { type: 'text', value: 'EDGE', doc: 'The edge that is going to be cut.' },
      'at-step': { type: 'integer', value: 'N', minimum: 0, maximum: 1e15, doc: 'Begins at the last measurement up to this step.' },
      meta: { type: 'text', value: 'FILE', doc: 'The side file of a file to import.' },
      json: { type: 'flag', doc: 'Prints {"before", "peak", "recovery", "points": [{"time", "error", "gates"}]} and nothing else.' },
    },
    examples: [
      'twinbench predict run.mcap --calibration board.json --seconds 5',
      'twinbench predict run.mcap --calibration board.json --cut e7 --json',
    ],
  },

  async run({ arguments: names, options }, io): Promise<ExitCode> {
    if (options.calibration === undefined) {
      throw usageProblem(
        'The calibration is missing',
        'twinbench predict',
        'no --calibration was given',
        'Make one with `twinbench calibrate … --out board.json`.',
      );
    }
    const calibration = await readCalibration(options.calibration, io);
    const [run] = await readMeasuredRuns(names, options.meta, io);
    const board = learningBoardOf(wiringFor(calibration, run), sessionOf(run));
    if (board === null) {
      throw usageProblem(
        'Nothing can be predicted',
        options.calibration,
        'the stages "rate" and "bias" were skipped in it',
        'Calibrate without skipping both of them.',
      );
    }
    const limit = options['at-step'] ?? Infinity;
    const moment = run.moments.findLast(({ step }) => step <= limit) ?? run.moments[0];
    const { edgeIds } = run.experiment.network;
    const edge = options.cut === undefined ? -1 : edgeIds.indexOf(options.cut);
    if (options.cut !== undefined && edge < 0) {
      throw usageProblem(
        'The edge is not known',
        `--cut ${options.cut}`,
        `there is no edge "${options.cut}"`,
        suggestion(options.cut, edgeIds),
      );
    }
    const result = forecast(run.experiment, board, {
      gates: moment.gates,
      step: moment.step,
      nudge: moment.nudge,
      duration: options.seconds ?? DEFAULT_SECONDS,
      points: options.points ?? DEFAULT_POINTS,
      ...(edge < 0 ? {} : { fault: { edge, kind: 'cut' as const } }),
    });
    io.out(
      options.json === true
        ? formatJson({ ...result, points: result.points.map((point) => ({ ...point, gates: [...point.gates] })) })
        : textOf(result, options.cut),
    );
    return 0;
  },
});

function textOf({ points, before, peak, recovery }: Forecast, cut: string | undefined): string {
  const volts = (error: number): string => quantity(Math.sqrt(error), 'V', 3);
  const rows = points.map(({ time, error }) => [quantity(time, 's', 3), volts(error)]);
  const table = textTable(
    [
      { title: 'in', align: 'right' },
      { title: 'error (root mean square)', align: 'right' },
    ],
    rows,
  );
  if (cut === undefined) return `${table}\n`;
  const back = recovery === null ? 'it does not recover within that time' : `recovered after ${quantity(recovery, 's', 3)}`;
  return `${table}\n\nCutting ${cut}: the error rises from ${volts(before)} to ${volts(peak)}; ${back}.\n`;
}
