import type { NetworkDocument } from '../../shared/documents/network.ts';
import type { SimulatedMachine } from '../../src-main/machine/simulated.ts';
import { solveNetwork } from '../../src-main/physics/solveNetwork.ts';

/** L_0, V: the label of "true". */
const LABEL = 0.087;
/** Training steps in a second: t_h = 100 µs. */
export const SECOND = 10_000;

/** |E|²/L_0²: the squared error summed over the truth table (the measured error is its mean), where a linear network can't go below 1. */
export function relativeError(machine: SimulatedMachine): number {
  return (4 * machine.measure('training').error) / LABEL ** 2;
}

export interface XorRun {
  /** |E|²/L_0² after 2 s and after 10 s. */
  readonly early: number;
  readonly late: number;
  /** Learning time until |E|²/L_0² < 0.1, s. */
  readonly time: number;
  /** Power of the trained free network, mean over the truth table, W. */
  readonly power: number;
}

export function runXor(machine: SimulatedMachine, seconds = 10): XorRun {
  let time = Infinity;
  machine.onMeasurement((measurement) => {
    if (time === Infinity && (4 * measurement.error) / LABEL ** 2 < 0.1) ({ time } = measurement);
  });
  machine.advance(2 * SECOND);
  const early = relativeError(machine);
  machine.advance((seconds - 2) * SECOND);
  return { early, late: relativeError(machine), time, power: inferencePower(machine) };
}

/** Power of the free network, mean over the training set, W: every datapoint solved as a network document of its own. */
function inferencePower(machine: SimulatedMachine): number {
  const { experiment } = machine;
  const { network, edges, edgeModel, training, inputNodes, supplyNodes, supplyVoltages } = experiment;
  const { states } = machine.read();
  let sum = 0;
  for (let datapoint = 0; datapoint < training.count; datapoint++) {
    const hold: Record<string, number> = {};
    inputNodes.forEach((node, input) => (hold[network.nodeIds[node]] = training.inputs[datapoint * inputNodes.length + input]));
    supplyNodes.forEach((node, supply) => (hold[network.nodeIds[node]] = supplyVoltages[supply]));
    const document: NetworkDocument = {
      format: 'twinbench.network',
      version: 1,
      edgeModel,
      nodes: network.nodeIds.map((id) => ({ id })),
      edges: edges.map(({ id, from, to }, edge) => ({ id, from, to, gate: states[edge] })),
      hold,
    };
    sum += solveNetwork(document).power;
  }
  return sum / training.count;
}
