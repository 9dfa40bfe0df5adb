import type { Experiment } from './experiment/experiment.ts';

/**
 * The node voltages of every training datapoint in both networks, V: where each was left when it was last shown, and so the
 * first guess when it comes again. Held voltages are written once and stay.
 */
export interface VoltageMemory {
  /** V, [datapoint × node]. */
  readonly free: Float64Array;
  readonly clamped: Float64Array;
  /** The rows of the same arrays, [datapoint]. */
  readonly freeOf: readonly Float64Array[];
  readonly clampedOf: readonly Float64Array[];
}

export function createMemory(experiment: Experiment): VoltageMemory {
  const { network, training } = experiment;
  const free = new Float64Array(training.count * network.nodeCount);
  const clamped = new Float64Array(free.length);
  const rowsOf = (all: Float64Array): Float64Array[] =>
    Array.from({ length: training.count }, (_, datapoint) =>
      all.subarray(datapoint * network.nodeCount, (datapoint + 1) * network.nodeCount),
    );
  const freeOf = rowsOf(free);
  const clampedOf = rowsOf(clamped);
  for (const rows of [freeOf, clampedOf]) {
    rows.forEach((row, datapoint) => presentInputs(experiment, training.inputs, datapoint, row));
  }
  return { free, clamped, freeOf, clampedOf };
}

/** Writes one row of inputs and the supplies into the voltages, and their mean as the first guess everywhere else. */
export function presentInputs(experiment: Experiment, inputs: Float64Array, row: number, voltages: Float64Array): void {
  const { inputNodes, supplyNodes, supplyVoltages } = experiment;
  let sum = 0;
  for (let input = 0; input < inputNodes.length; input++) sum += inputs[row * inputNodes.length + input];
  for (let supply = 0; supply < supplyNodes.length; supply++) sum += supplyVoltages[supply];
  voltages.fill(sum / Math.max(inputNodes.length + supplyNodes.length, 1));
  for (let input = 0; input < inputNodes.length; input++) voltages[inputNodes[input]] = inputs[row * inputNodes.length + input];
  for (let supply = 0; supply < supplyNodes.length; supply++) voltages[supplyNodes[supply]] = supplyVoltages[supply];
}
