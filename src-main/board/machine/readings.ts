import { meanSquaredError } from '../../learning/measurement.ts';
import type { DataTable, Experiment } from '../../learning/experiment/experiment.ts';
import type { Measurement } from '../../machine/machine.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { keyOf, type RawMeasurement } from './assembler.ts';
import type { BoardProgram } from './program.ts';

/** The row of voltages that were set by hand. */
const BY_HAND = 255;

export type MeasuredSet = 'training' | 'test' | 'present';

/** Makes measurements of what a board has read: codes become volts, rows become datapoints. */
export class Readings {
  readonly #experiment: Experiment;
  readonly #program: BoardProgram;
  readonly #capability: BoardCapability;

  constructor(experiment: Experiment, program: BoardProgram, capability: BoardCapability) {
    this.#experiment = experiment;
    this.#program = program;
    this.#capability = capability;
  }

  /** Rows of the board's table in the order of the datapoints of a set. @param presentRow  the one that is shown; 255: set by hand, to the first */
  rowsOf(set: MeasuredSet, presentRow: number): number[] {
    const { order, trainingCount, rowCount } = this.#program;
    if (set === 'present') return [presentRow];
    if (set === 'test' && rowCount > trainingCount)
      return Array.from({ length: rowCount - trainingCount }, (_, index) => trainingCount + index);
    const rows = Array.from({ length: trainingCount }, () => 0);
    order.datapoints.forEach((datapoint, row) => (rows[datapoint] = row));
    return rows;
  }

  /** @returns `null` where a row of the set is missing */
  measurement(raw: RawMeasurement, set: MeasuredSet, presentRow: number, time: number): Measurement | null {
    const rows = this.rowsOf(set, presentRow);
    const parts = rows.map((row) => raw.rows.get(keyOf('outputs', row)));
    const width = this.#experiment.outputs.plus.length;
    const outputs = new Float64Array(rows.length * width);
    for (let index = 0; index < rows.length; index++) {
      const values = this.#outputs(parts[index]);
      if (values === null) return null;
      outputs.set(values, index * width);
    }
    const labels = this.#labels(set, presentRow);
    return { step: raw.step, time, outputs, labels, error: meanSquaredError(outputs, labels, rows.length), accuracy: null };
  }

  /** Node voltages of a network under a row, V; `null` where they were not read. */
  voltages(raw: RawMeasurement, what: 'free' | 'clamped', row: number): Float64Array | null {
    const codes = raw.rows.get(keyOf(what, row));
    if (codes?.length !== this.#capability.nodes) return null;
    return Float64Array.from(codes, (code) => code * this.#capability.nodeStep);
  }

  /** Gate voltages, V, or wiper positions; `null` where they were not read. */
  states(raw: RawMeasurement): Float64Array | null {
    const codes = raw.rows.get('states');
    if (codes?.length !== this.#capability.edgeCount) return null;
    const { rule, stateStep } = this.#capability;
    return Float64Array.from(codes, (code) => (rule === 'pulse' ? code * stateStep : Math.floor((code + 1) / 2)));
  }

  /** Each output has the codes of its plus node and, where it is differential, of its minus node. */
  #outputs(codes: readonly number[] | undefined): Float64Array | null {
    const { minus } = this.#experiment.outputs;
    const expected = minus.reduce((count, node) => count + (node < 0 ? 1 : 2), 0);
    if (codes?.length !== expected) return null;
    let place = 0;
    return Float64Array.from(minus, (node) => {
      const high = codes[place++];
      return this.#capability.nodeStep * (node < 0 ? high : high - codes[place++]);
    });
  }

  #labels(set: MeasuredSet, presentRow: number): Float64Array {
    const { training, test, outputs } = this.#experiment;
    const table: DataTable = set === 'test' && test !== null ? test : training;
    if (set !== 'present') return Float64Array.from(table.labels);
    const datapoint = this.#program.order.datapoints[presentRow === BY_HAND ? 0 : presentRow];
    const width = outputs.plus.length;
    return table.labels.slice(datapoint * width, (datapoint + 1) * width);
  }
}
