import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { wiringOf, type Wiring } from '../wiring.ts';
import { checkBoard, clampingOf, nudgeOf, pulseOf } from './fitness.ts';
import { RowCoder, type Line } from './rowCoder.ts';
import { rowOrderOf, type RowOrder } from './rowOrder.ts';
import { plain } from './words.ts';

/** A whole experiment in the words of the protocol. */
export interface BoardProgram {
  readonly wiring: Wiring;
  readonly order: RowOrder;
  readonly coder: RowCoder;
  /** Training rows of the table, and those behind them, of as much of the test set as there is room for. */
  readonly trainingRows: number;
  readonly testRows: number;
  /** Codes of the test rows, [row][column]. */
  readonly testCodes: readonly (readonly number[])[];
  /** Whether the board takes the measurements of the program alone. Otherwise it holds for each. */
  readonly isMeasuredAlone: boolean;
  /** To be said one after the other, before the run. */
  readonly lines: readonly Line[];
}

/** Readings that are added up: they tell voltages finer than the steps of the converter where there is noise of that order. */
const REPEATS = 4;
const ENDLESS = 4294967295;

export type MeasuredSet = 'training' | 'test' | 'present';

/** What is read of a set, and under which rows. Of the test set nobody asks for more than the outputs. */
const everything = 'OUTP,FREE,CLAM,STAT';
export const measuredRows = {
  training: `EXP:MEAS:WHAT ${everything};EXP:MEAS:ROWS TRA`,
  test: 'EXP:MEAS:WHAT OUTP,STAT;EXP:MEAS:ROWS TEST',
  present: `EXP:MEAS:WHAT ${everything};EXP:MEAS:ROWS PRES`,
} as const;

/**
 * Translates an experiment for a board.
 *
 * @throws ProblemError E-BOARD-MISMATCH where this board can't do it, with the reason
 */
export function programOf(experiment: Experiment, capability: BoardCapability): BoardProgram {
  const { document, training, test } = experiment;
  checkBoard(experiment, capability);
  const wiring = wiringOf(experiment, capability.outputs);
  const coder = new RowCoder(experiment, wiring, capability);
  // Overclamping keeps the length of the last error of every row behind the table.
  const extra = document.clamping.kind === 'overclamping' ? 1 : 0;
  const room = Math.min(capability.mostRows, Math.floor(capability.tableBytes / (coder.width + extra)));
  const order = rowOrderOf(document.schedule, training.count, document.seed, room);
  const rows = order.datapoints.map((datapoint) => coder.row(training, training.labels, datapoint));
  const trainingRows = rows.length;
  const bytes = trainingRows * (coder.width + extra);
  const left = Math.min(capability.mostRows - trainingRows, Math.floor((capability.tableBytes - bytes) / coder.width));
  const testRows = test !== null && order.isWhole ? Math.min(test.count, left) : 0;
  for (let datapoint = 0; datapoint < testRows; datapoint++) rows.push(coder.row(test!, test!.labels, datapoint));
  const { of, every } = document.measure;
  const isMeasuredAlone = of === 'present' || (of === 'training' && order.isWhole);
  const lines: Line[] = [
    ['*RST;EXP:CLE'],
    ...coder.supplies(),
    [coder.command(coder.channels, rows[0])],
    [`EXP:TABL ${trainingRows},${testRows},OFF,(@${coder.channels.join(',')})`],
    ...coder.data(0, rows),
    ...wiring.outputs.map(({ plus, minus, labelHigh, labelLow }, index): Line => [
      `EXP:OUTP ${index},${plus},${minus},${labelHigh}${labelLow < 0 ? '' : `,${labelLow}`}`,
    ]),
    [`EXP:CLAM ${clampingOf(experiment)};EXP:NUDG ${plain(nudgeOf(experiment))}`],
    ...(capability.rule === 'pulse' ? [[`EXP:TIME ${plain(pulseOf(document.stepTime, capability))}`]] : []),
    ...reachOf(experiment),
    [`EXP:STEP ${ENDLESS};EXP:ORD ${order.command};EXP:DWEL ${order.dwell}`],
    [`EXP:MEAS:SCH LIN,${isMeasuredAlone ? every : 0};EXP:MEAS:REP ${REPEATS}`],
    [measuredRows[isMeasuredAlone ? of : 'present']],
  ];
  return { wiring, order, coder, trainingRows, testRows, testCodes: rows.slice(trainingRows), isMeasuredAlone, lines };
}

function reachOf({ document: { clamping } }: Experiment): Line[] {
  if (clamping.kind !== 'overclamping') return [];
  return [[`EXP:REAC ${plain(clamping.reach)};EXP:LOSS ${clamping.loss === 'hinge' ? 'HING' : 'SQU'}`]];
}
