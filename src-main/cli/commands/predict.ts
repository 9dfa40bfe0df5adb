import { learningBoardOf } from '../../twin/calibrateBoard.ts';
import type { BoardParameters } from '../../twin/boardParameters.ts';
import type { CalibrationDocument } from '../../twin/calibrationDocument.ts';
import { isOfDigipots, type AnyCalibration } from '../../twin/digipots/document.ts';
import type { MeasuredRun } from '../../twin/measured.ts';
import { sessionOf } from '../../twin/calibrationDraft.ts';
import { forecast, type Forecast } from '../../twin/forecast.ts';
import { judgeForecasts, type ForecastMiss } from '../../twin/forecastJudge.ts';
import { wiringFor } from '../../twin/judge.ts';
import type { Io } from '../io.ts';
import { suggestion } from '../nearest.ts';
import { formatJson } from '../formatJson.ts';
import { quantity } from '../quantity.ts';
import { readAnyCalibration, requireFit } from '../recordings/calibrationFile.ts';
import { digipotMissesText, judgeDigipotPredictions, predictDigipots, type DigipotPrediction } from '../recordings/digipotForecast.ts';
import { readMeasuredRuns } from '../recordings/measuredRuns.ts';
import { createStatusLine } from '../statusLine.ts';
import { textTable } from '../textTable.ts';
import { duration } from '../training/progress.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const DEFAULT_SECONDS = 1;
/** Of a board with digital potentiometers, clock edges. */
const DEFAULT_CLOCKS = 100;
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
      'of what is not known of the board: those of the gates hold what comes in 8 of 10 cases, those of outputs in 6 to 7 of 10 on emulated boards. ' +
      'What was measured before tells the bias, and the nodes where the gates are. With --cut, ' +
      'an edge is cut first: the spike of the error and the recovery, before it is done to the board. With --judge the measurements ' +
      'themselves are forecast from earlier ones. Of digital potentiometers, whose comparators are noisy, the gates are wiper positions, their ' +
      'means over forty ways.',
    parameters: {},
    arguments: [{ name: 'FILE|ID', doc: 'A recording, the ID of a run, or a file to import.' }],
    options: {
      calibration: { type: 'text', value: 'FILE', doc: 'What `twinbench calibrate --out` wrote.' },
      seconds: {
        type: 'number',
        value: 'S',
        minimum: 1e-6,
        maximum: 1e5,
        doc: `How far ahead, learning time; ${DEFAULT_SECONDS} s otherwise, or ${DEFAULT_CLOCKS} clock edges of digital potentiometers.`,
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
    const calibration = await readAnyCalibration(options.calibration, io);
    const [run] = await readMeasuredRuns(names, options.meta, io);
    requireFit(calibration, options.calibration, run.experiment);
    const seconds = options.seconds ?? (isOfDigipots(calibration) ? DEFAULT_CLOCKS * run.experiment.document.stepTime : DEFAULT_SECONDS);
    if (options.judge === true) {
      io.out(judged(run, calibration, options.calibration, seconds, options.json === true, io));
      return 0;
    }
    const limit = options['at-step'] ?? Infinity;
    const at = Math.max(
      run.moments.findLastIndex(({ step }) => step <= limit),
      0,
    );
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
    const points = options.points ?? DEFAULT_POINTS;
    const result = isOfDigipots(calibration)
      ? predictDigipots(run, calibration, { at, seconds, points, edge })
      : predictTransistors(run, boardFor(calibration, options.calibration, run), { at, seconds, points, edge });
    io.out(options.json === true ? formatJson({ ...result, points: result.points.map(plain) }) : textOf(result, options.cut));
    return 0;
  },
});

/** The forecast of a board with transistors. */
function predictTransistors(run: MeasuredRun, board: BoardParameters, { at, seconds, points, edge }: DigipotPrediction): Forecast {
  const { gates, step, nudge } = run.moments[at];
  return forecast(run.experiment, board, {
    ...{ gates, step, nudge, duration: seconds, points },
    history: run.moments.slice(0, at + 1),
    ...(edge < 0 ? {} : { fault: { edge, kind: 'cut' as const } }),
  });
}

/** What forecasts missed, for reading or as JSON. */
function judged(run: MeasuredRun, calibration: AnyCalibration, path: string, seconds: number, isJson: boolean, io: Io): string {
  if (isOfDigipots(calibration)) {
    const misses = judgeDigipotPredictions(run, calibration, STARTS, seconds);
    return isJson ? formatJson({ misses }) : digipotMissesText(misses);
  }
  const line = createStatusLine(io);
  const start = io.now();
  const progress = (done: number): void =>
    line.show((now) => {
      const left = done === 0 ? '' : `, about ${duration(((now - start) / 1000) * (1 / done - 1))} left`;
      return `forecasting what was measured: ${Math.round(100 * done)} %${left}`;
    });
  const misses = judgeForecasts(run, boardFor(calibration, path, run), { starts: STARTS, longest: seconds, most: MOST_AHEAD, progress });
  line.finish();
  return isJson ? formatJson({ misses }) : judgementOf(misses);
}

/** @throws ProblemError E-USAGE where what moves the gates was not calibrated */
function boardFor(calibration: CalibrationDocument, path: string, run: MeasuredRun): BoardParameters {
  const board = learningBoardOf(wiringFor(calibration, run), sessionOf(run));
  if (board !== null) return board;
  throw usageProblem(
    'Nothing can be predicted',
    path,
    'the stages "rate" and "bias" were skipped in it',
    'Calibrate without skipping both of them.',
  );
}

function plain({ gates, lowestGates, highestGates, ...point }: Forecast['points'][number]): unknown {
  return { ...point, gates: [...gates], lowestGates: [...lowestGates], highestGates: [...highestGates] };
}

/** What forecasts missed of what was measured, by how far ahead they looked. */
function judgementOf(misses: readonly ForecastMiss[]): string {
  const rows = misses.map(({ horizon, forecasts, gates, stillGates, covered, outputs, stillOutputs, coveredOutputs }) => [
    quantity(horizon, 's', 2),
    String(forecasts),
    ...[gates, stillGates, outputs, stillOutputs].map((value) => quantity(value, 'V', 3)),
    ...[covered, coveredOutputs].map((share) => `${(100 * share).toFixed(0)} %`),
  ]);
  const columns = ['ahead', 'forecasts', 'gates', 'had they stayed', 'outputs', 'had they stayed', 'gates within their bands', 'outputs'];
  return (
    `${textTable(
      columns.map((title) => ({ title, align: 'right' as const })),
      rows,
    )}\n\nRoot mean square misses. Each forecast knows what was measured before it; the bands promise 80 % of the gates. “Had they stayed”: the gates of the\n` +
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
      { title: 'by what is not known of the board', align: 'right' },
    ],
    rows,
  );
  if (cut === undefined) return `${table}\n`;
  const back = recovery === null ? 'it does not recover within that time' : `recovered after ${quantity(recovery, 's', 3)}`;
  return `${table}\n\nCutting ${cut}: the error rises from ${volts(before)} to ${volts(peak)}; ${back}.\n`;
}
