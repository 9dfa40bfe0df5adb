import { presentInputs } from '../learning/memory.ts';
import { outputVoltage } from '../learning/clamping/clamping.ts';
import type { Trainer } from '../learning/trainer.ts';

/**
 * An output as a function of one or two inputs, V, [row × column] with the first input along the columns and the second along
 * the rows (one row where there is one input). All other inputs stay at `others`. The line O = 0 is the decision boundary.
 *
 * @param values  voltages at which the inputs are tried, V
 * @param others  V, [input]
 * @cost   one free solve per point
 */
export function outputMap(
  trainer: Trainer,
  output: number,
  inputs: readonly number[],
  values: readonly number[],
  others: readonly number[],
): Float64Array {
  const { experiment, twin } = trainer;
  const rows = inputs.length > 1 ? values.length : 1;
  const map = new Float64Array(rows * values.length);
  const applied = Float64Array.from(others);
  const voltages = new Float64Array(experiment.network.nodeCount);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < values.length; column++) {
      applied[inputs[0]] = values[column];
      if (inputs.length > 1) applied[inputs[1]] = values[row];
      presentInputs(experiment, applied, 0, voltages);
      twin.solveFree(voltages);
      map[row * values.length + column] = outputVoltage(experiment.outputs, output, voltages);
    }
  }
  return map;
}
