import { Matrix, pseudoInverse } from 'ml-matrix';
import { measureTable } from '../learning/measurement.ts';
import { rules } from '../learning/rules/index.ts';
import type { Rule } from '../learning/rules/rule.ts';
import type { Trainer } from '../learning/trainer.ts';
import { withStates } from './probe.ts';

/** Step of the central differences, V. */
const STEP = 1e-4;
/** An output this near to its label has reached it, V. */
const REACHED = 1e-12;
const MOST_ITERATIONS = 100;
/** Longest move of one iteration, V: a longer one may jump over the solution into closed channels, from where there is no way back. */
const LONGEST_MOVE = 0.3;

/** Signed errors O − L of some training datapoints if the edges were in these states, V, [datapoint · output]. */
export function errorsAt(trainer: Trainer, states: ArrayLike<number>, datapoints: readonly number[]): number[] {
  const { outputs, labels } = withStates(trainer, states, () => measureTable(trainer, trainer.experiment.training));
  const width = trainer.experiment.outputs.plus.length;
  return datapoints.flatMap((datapoint) =>
    Array.from({ length: width }, (_, output) => outputs[datapoint * width + output] - labels[datapoint * width + output]),
  );
}

/** ∂O/∂G by central differences, [datapoint · output × edge]; edges that don't learn have a column of zeros. */
export function outputGradients(trainer: Trainer, states: ArrayLike<number>, datapoints: readonly number[]): Matrix {
  const moved = Float64Array.from(states);
  const columns = Array.from(moved, (state, edge) => {
    if (trainer.twin.learns[edge] === 0) return null;
    const at = (shift: number): number[] => {
      moved[edge] = state + shift;
      return errorsAt(trainer, moved, datapoints);
    };
    const [above, below] = [at(STEP), at(-STEP)];
    moved[edge] = state;
    return above.map((error, row) => (error - below[row]) / (2 * STEP));
  });
  const rows = datapoints.length * trainer.experiment.outputs.plus.length;
  return new Matrix(Array.from({ length: rows }, (_, row) => columns.map((column) => column?.[row] ?? 0)));
}

/**
 * The solution G* nearest to some states (to first order): where every output of these datapoints is at its label. Newton's
 * method with the pseudoinverse of ∂O/∂G, so that directions that no output feels are left as they are.
 *
 * @param trainer     left as it is
 * @param datapoints  of the training set
 * @throws Error where no solution is found, or one beyond the rails of the rule
 */
export function nearestSolution(trainer: Trainer, states: ArrayLike<number>, datapoints: readonly number[]): Float64Array {
  let found = Float64Array.from(states);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const errors = errorsAt(trainer, found, datapoints);
    if (errors.every((error) => Math.abs(error) < REACHED)) return withinRails(trainer, found);
    const move = pseudoInverse(outputGradients(trainer, found, datapoints)).mmul(Matrix.columnVector(errors));
    const part = Math.min(1, LONGEST_MOVE / move.norm('frobenius'));
    found = found.map((state, edge) => state - part * move.get(edge, 0));
  }
  throw new Error('no state was found in which every output is at its label');
}

function withinRails(trainer: Trainer, states: Float64Array): Float64Array {
  const { rule } = trainer.experiment.document;
  const [lowest, highest] = (rules[rule.kind] as Rule).limits(rule, trainer.twin.bank);
  const isInside = states.every((state, edge) => trainer.twin.learns[edge] === 0 || (state >= lowest && state <= highest));
  if (!isInside) throw new Error('the solution lies beyond the rails of the rule');
  return states;
}
