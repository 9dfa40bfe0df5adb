import type { DataTable, Experiment } from '../../learning/experiment/experiment.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { encodeBlock } from '../protocol/lines.ts';
import type { Wiring } from '../wiring.ts';
import { plain, unfit } from './words.ts';

/** Bytes of a table that fit on a line together with everything around them. */
const BLOCK_BYTES = 96;

/** A line for the board: texts and blocks. */
export type Line = readonly (string | Uint8Array)[];

/** Voltages as codes: a row of the table has the inputs, then the channels of the labels. */
export class RowCoder {
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

  /**
   * @param labels  in force, V, [datapoint × output]
   * @throws ProblemError E-BOARD-MISMATCH where a voltage is out of the range of the board
   */
  row({ inputs }: DataTable, labels: Float64Array, datapoint: number): number[] {
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

  /** The lines that write rows of the table. */
  data(first: number, rows: readonly (readonly number[])[]): Line[] {
    const perLine = Math.max(Math.floor(BLOCK_BYTES / this.width), 1);
    const lines: Line[] = [];
    for (let start = 0; start < rows.length; start += perLine) {
      const bytes = Uint8Array.from(rows.slice(start, start + perLine).flat());
      lines.push([`EXP:DATA ${first + start},`, encodeBlock(bytes)]);
    }
    return lines;
  }

  /** The lines that impose what stays the same for the whole run. */
  supplies(): Line[] {
    const { inputNodes, supplyVoltages } = this.#experiment;
    return Array.from(supplyVoltages, (supply, index) => [this.command([inputNodes.length + index], [this.#code(supply)])]);
  }

  /** Imposes codes by hand. */
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
