import { ProblemError } from '../../../shared/problem.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { HeldTask } from './heldTask.ts';

/**
 * The part of an experiment that the dynamics of relaxing voltages need.
 *
 * @throws ProblemError (E-RUN-INVALID) where the experiment is not one datapoint with single-node outputs on resistors
 */
export function heldTask({ network, edgeModel, edges, outputs, training, ...roles }: Experiment): HeldTask {
  const isSingle = training.count === 1 && outputs.minus.every((node) => node < 0) && edgeModel.kind === 'resistor';
  if (!isSingle) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'The experiment can’t be run with relaxing voltages',
      why: 'the equations of Stern 2022 stand for one datapoint, outputs of one node, and conductances that learn',
      remedy: 'Use a resistor network, one row in the dataset, and outputs with a "node".',
    });
  }
  return {
    network,
    sources: Int32Array.from([...roles.inputNodes, ...roles.supplyNodes]),
    sourceVoltages: Float64Array.from([...training.inputs, ...roles.supplyVoltages]),
    targets: outputs.plus,
    targetVoltages: training.labels,
    conductances: Float64Array.from(edges, ({ conductance }) => conductance ?? 0),
  };
}
