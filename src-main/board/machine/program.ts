import { ProblemError } from '../../../shared/problem.ts';
import type { DataTable, Experiment } from '../../learning/experiment/experiment.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { encodeBlock } from '../protocol/lines.ts';
import { wiringOf, type Wiring } from '../wiring.ts';
import { rowOrderOf, type RowOrder } from './rowOrder.ts';

/** A whole experiment in the words of the protocol. */
export interface BoardProgram {
  readonly wiring: Wiring;
  readonly order: RowOrder;
  /** Rows of the training set, then of the test set. */
  readonly rowCount: number;
  readonly trainingCount: number;
  /** What the table holds. */
  readonly table: Uint8Array;
  /** To be said one after the other, before the run. */
  readonly lines: readonly (readonly (string | Uint8Array)[])[];
  /** The line that imposes the voltages of a row by hand. */
  readonly byHand: (row: number) => string;
}

/** Readings that are added up: they tell voltages finer than the steps of the converter where there is noise of that order. */
const REPEATS = 4;
/** Bytes of a table that fit on a line together with everything around them. */
const BLOCK_BYTES = 96;
const ENDLESS = 4294967295;

export const measuredSets = { training: 'TRA', test: 'TEST', present: 'PRES' } as const;

/**
 * Translates an experiment for a board.
 *
 * @throws ProblemError E-BOARD-MISMATCH where this board can't do it, with the reason
 */
export function programOf(experiment: Experiment, capability: BoardCapability): BoardProgram {
  const { document, training, test } = experiment;
  checkBoard(experiment, capability);
  const wiring = wiringOf(experiment, capability.outputs);
  const order = rowOrderOf(document.schedule, training.count, document.seed);
  const coder = new RowCoder(experiment, wiring, capability);
  const rows = [...order.datapoints.map((datapoint) => coder.row(training, datapoint)), ...(test === null ? [] : coder.rows(test))];
  const table = Uint8Array.from(rows.flat());
  if (rows.length > capability.mostRows || table.length > capability.tableBytes) {
    const limit = `${capability.mostRows} datapoints and ${capability.tableBytes} bytes`;
    throw unfit(`its ${rows.length} datapoints take ${table.length} bytes, and the board has room for ${limit}`, '$.dataset');
  }
  const { width, channels } = coder;
  const byHand = (row: number): string => coder.command(channels, rows[row]);
  const perLine = Math.max(Math.floor(BLOCK_BYTES / width), 1);
  const lines: (readonly (string | Uint8Array)[])[] = [
    ['*RST;EXP:CLE'],
    ...coder.supplies(),
    [byHand(0)],
    [`EXP:TABL ${training.count},${rows.length - training.count},OFF,(@${channels.join(',')})`],
  ];
  for (let first = 0; first < rows.length; first += perLine) {
    const bytes = table.slice(first * width, (first + perLine) * width);
    lines.push([`EXP:DATA ${first},`, encodeBlock(bytes)]);
  }
  wiring.outputs.forEach(({ plus, minus, labelHigh, labelLow }, index) => {
    lines.push([`EXP:OUTP ${index},${plus},${minus},${labelHigh}${labelLow < 0 ? '' : `,${labelLow}`}`]);
  });
  lines.push(
    [`EXP:CLAM ${clampingOf(experiment)};EXP:NUDG ${plain(nudgeOf(experiment))}`],
    ...(capability.rule === 'pulse' ? [[`EXP:TIME ${plain(pulseOf(document.stepTime, capability))}`]] : []),
    ...reachOf(experiment),
    [`EXP:STEP ${ENDLESS};EXP:ORD ${order.command};EXP:DWEL ${order.dwell}`],
    [`EXP:MEAS:SCH LIN,${document.measure.every};EXP:MEAS:WHAT OUTP,FREE,CLAM,STAT`],
    [`EXP:MEAS:ROWS ${measuredSets[document.measure.of]};EXP:MEAS:REP ${REPEATS}`],
  );
  return { wiring, order, rowCount: rows.length, trainingCount: training.count, table, lines, byHand };
}

/** A number as the protocol takes it, to a millionth. */
export function plain(value: number): string {
  return value.toFixed(6);
}

/** @throws ProblemError E-BOARD-MISMATCH */
export function pulseOf(stepTime: number, { shortestPulse, longestPulse }: BoardCapability): number {
  if (stepTime >= shortestPulse && stepTime <= longestPulse) return stepTime;
  throw unfit(`its step time is ${stepTime} s, and the board makes pulses from ${shortestPulse} to ${longestPulse} s`, '$.stepTime');
}

/** Voltages as codes: a row of the table has the inputs, then the channels of the labels. */
class RowCoder {
  readonly channels: readonly number[];
  readonly #experiment: Experiment;
  readonly #wiring: Wiring;
  readonly #highest: number;

  constructor(experiment: Experiment, wiring: Wiring, { highest }: BoardCapability) {
    this.#experiment = experiment;
    this.#wiring = wiring;
    this.#highest = highest;
    const labels = wiring.outputs.flatMap(({ labelHigh, labelLow }) => (labelLow < 0 ? [labelHigh] : [labelHigh, labelLow]));
    this.channels = [...experiment.inputNodes.keys(), ...labels];
  }

  /** Bytes of a row. */
  get width(): number {
    return this.channels.length;
  }

  rows(table: DataTable): number[][] {
    return Array.from({ length: table.count }, (_, datapoint) => this.row(table, datapoint));
  }

  row({ inputs, labels }: DataTable, datapoint: number): number[] {
    const { inputNodes } = this.#experiment;
    const { outputs } = this.#wiring;
    const imposed = Array.from(inputNodes, (_, input) => this.#code(inputs[datapoint * inputNodes.length + input]));
    const codes = outputs.flatMap(({ labelLow }, output) => {
      const label = labels[datapoint * outputs.length + output];
      if (labelLow < 0) return [this.#code(label)];
      return label >= 0 ? [this.#code(label), 0] : [0, this.#code(-label)];
    });
    return [...imposed, ...codes];
  }

  /** The lines that impose what stays the same for the whole run. */
  supplies(): string[][] {
    const { inputNodes, supplyVoltages } = this.#experiment;
    return Array.from(supplyVoltages, (supply, index) => [this.command([inputNodes.length + index], [this.#code(supply)])]);
  }

  command(channels: readonly number[], codes: readonly number[]): string {
    const voltages = codes.map((code) => plain((code / 256) * this.#highest));
    return `SOUR:VOLT ${voltages.join(',')},(@${channels.join(',')})`;
  }

  #code(voltage: number): number {
    const code = Math.round((256 * voltage) / this.#highest);
    // The highest code is one step below full scale, which a voltage at the very top is allowed to mean.
    if (code < 0 || code > 256) {
      throw unfit(`it imposes ${voltage} V, and the board's voltages go from 0 to ${this.#highest.toFixed(4)} V`, '$.dataset');
    }
    return Math.min(code, 255);
  }
}

function checkBoard({ document, network, edgeModel, damage, remeasureEvery }: Experiment, capability: BoardCapability): void {
  if (edgeModel.kind !== capability.edge) throw unfit(`its edges are of the kind ${edgeModel.kind}, those of the board ${capability.edge}`);
  const isSame =
    network.nodeCount === capability.nodes &&
    network.edgeCount === capability.edgeCount &&
    capability.ends.every(([from, to], edge) => network.from[edge] === from && network.to[edge] === to);
  if (!isSame) throw unfit(`its network is another one than that of the board (${capability.topology})`, '$.generate.topology');
  const rule = capability.rule === 'pulse' ? 'continuous' : 'sign';
  if (document.rule.kind !== rule) throw unfit(`its rule is "${document.rule.kind}", the circuit of the board does "${rule}"`, '$.rule');
  if (remeasureEvery > 0) throw unfit('its labels are measured again in every epoch, which a board can’t do alone', '$.dataset');
  if (document.dynamics.kind !== 'settled') throw unfit('its voltages relax while the edges learn', '$.dynamics');
  if (document.sequence.length > 0) throw unfit('it is a sequence of tasks, and a board has one at a time', '$.sequence');
  if (damage.length > 0) throw unfit('it damages edges, and there is nobody who does that on a board', '$.damage');
}

function clampingOf({ document: { clamping } }: Experiment): string {
  switch (clamping.kind) {
    case 'standard':
    case 'differential':
    case 'contrastiveHebbian':
      return 'STAN';
    case 'hinge':
      return 'HING';
    case 'overclamping':
      return 'OVER';
    case 'equilibriumPropagation':
      throw unfit('it feeds currents into the outputs, which the circuit of the board can’t', '$.clamping');
  }
}

/** η; contrastive Hebbian learning is coupled learning with η = 1. */
export function nudgeOf({ document: { clamping } }: Experiment): number {
  return 'nudge' in clamping ? clamping.nudge : 1;
}

function reachOf({ document: { clamping } }: Experiment): string[][] {
  if (clamping.kind !== 'overclamping') return [];
  return [[`EXP:REAC ${plain(clamping.reach)};EXP:LOSS ${clamping.loss === 'hinge' ? 'HING' : 'SQU'}`]];
}

function unfit(why: string, where?: string): ProblemError {
  const remedy = 'Run it on the simulation (--machine simulated), or change the experiment.';
  return new ProblemError({ code: 'E-BOARD-MISMATCH', what: 'This board can’t do this experiment', ...(where && { where }), why, remedy });
}
