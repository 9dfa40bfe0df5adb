import { outputVoltage } from '../learning/clamping/clamping.ts';
import { presentInputs } from '../learning/memory.ts';
import type { Trainer } from '../learning/trainer.ts';

/**
 * An output over a square of two variables, V, [row × column]: the first variable along the columns, the second along the rows.
 * The line O = 0 is the decision boundary (see `zeroLine`).
 *
 * @param values    at which both variables are tried, V
 * @param inputsAt  all inputs for a pair of variables, V, [input]: the pair itself, inverted inputs, inputs that stay
 * @cost   one free solve per point
 */
export function outputMap(
  trainer: Trainer,
  output: number,
  values: readonly number[],
  inputsAt: (first: number, second: number) => readonly number[],
): Float64Array {
  return mapRow(
    trainer,
    output,
    values.flatMap((second) => values.map((first) => inputsAt(first, second))),
  );
}

/** An output for a list of inputs, V, [row]; the run is left as it is. */
function mapRow(trainer: Trainer, output: number, rows: readonly (readonly number[])[]): Float64Array {
  const { experiment, twin } = trainer;
  const voltages = new Float64Array(experiment.network.nodeCount);
  return Float64Array.from(rows, (row) => {
    presentInputs(experiment, Float64Array.from(row), 0, voltages);
    twin.solveFree(voltages);
    return outputVoltage(experiment.outputs, output, voltages);
  });
}
