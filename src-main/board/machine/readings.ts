import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { keyOf, type RawMeasurement } from './assembler.ts';

/** Makes volts and positions of the codes that a board has read. */
export class Readings {
  readonly #experiment: Experiment;
  readonly #capability: BoardCapability;

  constructor(experiment: Experiment, capability: BoardCapability) {
    this.#experiment = experiment;
    this.#capability = capability;
  }

  /** Output voltages under rows of the table, V, [row × output]; `null` where one of them was not read. */
  outputs(raw: RawMeasurement, rows: readonly number[]): Float64Array | null {
    const width = this.#experiment.outputs.plus.length;
    const outputs = new Float64Array(rows.length * width);
    for (const [index, row] of rows.entries()) {
      const values = this.#outputsOf(raw.rows.get(keyOf('outputs', row)));
      if (values === null) return null;
      outputs.set(values, index * width);
    }
    return outputs;
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
  #outputsOf(codes: readonly number[] | undefined): Float64Array | null {
    const { minus } = this.#experiment.outputs;
    const expected = minus.reduce((count, node) => count + (node < 0 ? 1 : 2), 0);
    if (codes?.length !== expected) return null;
    let place = 0;
    return Float64Array.from(minus, (node) => {
      const high = codes[place++];
      return this.#capability.nodeStep * (node < 0 ? high : high - codes[place++]);
    });
  }
}
