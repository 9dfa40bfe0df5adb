import { quantised } from '../physics/imperfections/imperfection.ts';
import type { DataTable } from './experiment/experiment.ts';
import { accuracyOf, labelsOf } from './labels.ts';
import { presentInputs } from './memory.ts';
import type { Trainer } from './trainer.ts';

/** Outputs of the free network for every datapoint of a table, and what they are worth. */
export interface TableMeasurement {
  /** V, [datapoint × output]. */
  readonly outputs: Float64Array;
  readonly labels: Float64Array;
  /** Mean over datapoints of the sum over outputs of (O − L)², V²; NaN where an output floats. */
  readonly error: number;
  /** Fraction of datapoints whose outputs lie nearest to the label of their own class; `null` where there are no classes. */
  readonly accuracy: number | null;
}

/**
 * Applies every datapoint of a table to the free network, learning frozen, and leaves the run untouched.
 *
 * @cost   one free solve per datapoint
 */
export function measureTable(trainer: Trainer, table: DataTable): TableMeasurement {
  const { experiment, twin, memory } = trainer;
  const width = experiment.outputs.plus.length;
  const outputs = new Float64Array(table.count * width);
  const voltages = new Float64Array(experiment.network.nodeCount);
  for (let datapoint = 0; datapoint < table.count; datapoint++) {
    // Training datapoints start from where they were left, so that a node without current keeps its voltage.
    if (table === experiment.training) voltages.set(memory.freeOf[datapoint]);
    else presentInputs(experiment, table.inputs, datapoint, voltages);
    twin.solveFree(voltages);
    readOutputs(trainer, voltages, outputs, datapoint * width);
  }
  const labels = labelsOf(trainer, table);
  return { outputs, labels, error: meanSquaredError(outputs, labels, table.count), accuracy: accuracyOf(trainer, table, outputs) };
}

/** Writes the output voltages of one state from `first` on, V; NaN where an output node floats. */
export function readOutputs(trainer: Trainer, freeVoltages: Float64Array, outputs: Float64Array, first: number): void {
  const { plus, minus } = trainer.experiment.outputs;
  const step = trainer.defects.measuredStep;
  const read = (node: number): number => (trainer.twin.isFloating[node] === 1 ? Number.NaN : freeVoltages[node]);
  for (let output = 0; output < plus.length; output++) {
    const low = minus[output] < 0 ? 0 : quantised(read(minus[output]), step);
    outputs[first + output] = quantised(read(plus[output]), step) - low;
  }
}

/** Mean over rows of the sum over columns of (O − L)², V². */
export function meanSquaredError(outputs: Float64Array, labels: Float64Array, rows: number): number {
  return outputs.reduce((sum, output, index) => sum + (output - labels[index]) ** 2, 0) / rows;
}
