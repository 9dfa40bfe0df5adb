import { errorModes, projectErrors } from '../../analysis/errorModes.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { tasks } from '../../learning/tasks/index.ts';
import { errorsOf, HIGHEST, type MeasuredRun } from './lattice.ts';

/** The label of "true", V. */
export const TRUE = -0.087;

/** Nodes in the order V1, V2, V−, V+, O₊, O₋. The paper does not number its own; these were found by search. */
const placements = { a: [0, 8, 1, 5, 4, 12], b: [0, 8, 2, 5, 4, 12], c: [0, 8, 4, 13, 12, 7] } as const;

/** Two inputs, two fixed voltages and a differential output, on the nodes of a placement. */
export function differentialRoles(
  placement: keyof typeof placements,
): Pick<ExperimentDocument['roles'], 'inputs' | 'supplies' | 'outputs'> {
  const [v1, v2, low, high, plus, minus] = placements[placement].map((node) => `n${node}`);
  return {
    inputs: [
      { name: 'V1', node: v1 },
      { name: 'V2', node: v2 },
    ],
    supplies: [
      { name: 'V−', node: low, voltage: 0.11 },
      { name: 'V+', node: high, voltage: 0.33 },
    ],
    outputs: [{ name: 'O', plus, minus }],
  };
}

/** XOR of Fig. 3 with other nodes, or with an update bias of this spread, V/s. */
export function xorDocument(placement: keyof typeof placements, bias = 0): ExperimentDocument {
  return {
    ...tasks['xor'].build(),
    roles: differentialRoles(placement),
    imperfections: bias === 0 ? [] : [{ kind: 'bias', spread: bias, mean: 0 }],
  };
}

/** The four modes of a truth table, 00, 10, 01 and 11 (Fig. 8). */
export const truthTableModes = errorModes([Float64Array.of(0, 0, HIGHEST, HIGHEST), Float64Array.of(0, HIGHEST, 0, HIGHEST)], 1);

/** When each mode of error is dealt with: the last time at which it is above half of the largest value that it had, s. */
export function modeTimes({ times, measurements }: MeasuredRun): number[] {
  const modes = measurements.map((measurement) => projectErrors(truthTableModes, errorsOf(measurement)).map(Math.abs));
  return truthTableModes.map((_, mode) => {
    const half = 0.5 * Math.max(...modes.map((values) => values[mode]));
    return times[modes.findLastIndex((values) => values[mode] > half)];
  });
}

/** True where every output of the truth table is nearer to its own label than to the other one: the checkerboard. */
export function isCheckerboard(outputs: Float64Array): boolean {
  return [false, true, true, false].every((isTrue, datapoint) => outputs[datapoint] < TRUE / 2 === isTrue);
}
