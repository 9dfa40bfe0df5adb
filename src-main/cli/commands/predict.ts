import { learningBoardOf } from '../../twin/calibrateBoard.ts';
import { sessionOf } from '../../twin/calibrationDraft.ts';
import { forecast, type Forecast } from '../../twin/forecast.ts';
import { judgeForecasts, type ForecastMiss } from '../../twin/forecastJudge.ts';
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
/** Of a judgement: measurements that forecasts begin with, and how many measurements ahead they go. */
const STARTS = 8;
const MOST_AHEAD = 40;

/** Shows what a board will do next. */
export const predict = defineCommand({
  spec: {
    kind: 'predict',
    title: 'Predict what a board does next',
    doc:
      'Forks the calibrated twin from the last measured state of a recording and learns on: error and gates of the next seconds, with bands ' +
      'that hold what comes in 8 of 10 cases as far as the calibration knows itself. What was measured before tells the bias. With --cut, ' +
      'an edge is cut first: the spike of the error and the recovery, before it is done to the board. With --judge the measurements ' +
      'themselves are forecast from earlier ones.',
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
      judge: {
        type: 'flag',
        doc: `Forecasts up to --seconds from ${STARTS} measurements of the recording what was measured after them, and prints what is missed.`,
      },
      meta: { type: 'text', value: 'FILE', doc: 'The side file of a file to import.' },
      json: {
        type: 'flag',
        doc: 'Prints {"before", "peak", "recovery", "points": [{"time", "error", "lowestError", "highestError", "gates", …}]} and nothing else.',
      },
    },
    examples: [
      'twinbench predict run.mcap --calibration board.json --seconds 5',
      'twinbench predict run.mcap --calibration board.json --cut e7 --json',
      'twinbench predict run.mcap --calibration board.json --judge --seconds 3',
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
    if (options.judge === true) {
      const judging = { starts: STARTS, longest: options.seconds ?? DEFAULT_SECONDS, most: MOST_AHEAD };
      const misses = judgeForecasts(run, board, judging);
      io.out(options.json === true ? formatJson({ misses }) : judgementOf(misses));
      return 0;
    }
    const limit = options['at-step'] ?? Infinity;
    const at = Math.max(
      run.moments.findLastIndex(({ step }) => step <= limit),
      0,
    );
    const moment = run.moments[at];
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
      history: run.moments.slice(0, at + 1),
      ...(edge < 0 ? {} : { fault: { edge, kind: 'cut' as const } }),
    });
    io.out(options.json === true ? formatJson({ ...result, points: result.points.map(plain) }) : textOf(result, options.cut));
    return 0;
  },
});

function plain({ gates, lowestGates, highestGates, ...point }: Forecast['points'][number]): unknown {
  return { ...point, gates: [...gates], lowestGates: [...lowestGates], highestGates: [...highestGates] };
}

/** What forecasts missed of what was measured, by how far ahead they looked. */
function judgementOf(misses: readonly ForecastMiss[]): string {
  const rows = misses.map(({ horizon, forecasts, gates, stillGates, covered, outputs, stillOutputs }) => [
    quantity(horizon, 's', 2),
    String(forecasts),
    ...[gates, stillGates, outputs, stillOutputs].map((value) => quantity(value, 'V', 3)),
    `${(100 * covered).toFixed(0)} %`,
  ]);
  const columns = ['ahead', 'forecasts', 'gates', 'had they stayed', 'outputs', 'had they stayed', 'gates within their bands'];
  return (
    `${textTable(
      columns.map((title) => ({ title, align: 'right' as const })),
      rows,
    )}\n\nRoot mean square misses. Each forecast knows what was measured before it; the bands promise 80 %. “Had they stayed”: the gates of the\n` +
    'start, and the outputs of the twin with them.\n'
  );
}

function textOf({ points, before, peak, recovery }: Forecast, cut: string | undefined): string {
  const volts = (error: number): string => quantity(Math.sqrt(error), 'V', 3);
  const rows = points.map(({ time, error, lowestError, highestError }) => [
    quantity(time, 's', 3),
    volts(error),
    `${volts(lowestError)} to ${volts(highestError)}`,
  ]);
  const table = textTable(
    [
      { title: 'in', align: 'right' },
      { title: 'error (root mean square)', align: 'right' },
      { title: 'in 8 of 10 cases', align: 'right' },
    ],
    rows,
  );
  if (cut === undefined) return `${table}\n`;
  const back = recovery === null ? 'it does not recover within that time' : `recovered after ${quantity(recovery, 's', 3)}`;
  return `${table}\n\nCutting ${cut}: the error rises from ${volts(before)} to ${volts(peak)}; ${back}.\n`;
}
