import { zipSync } from 'fflate';
import { encodeNpy } from '../../../../src-main/recording/exporters/npy.ts';
import { solveNetwork } from '../../../../src-main/physics/solveNetwork.ts';

/** A laboratory run of 3 × 4 nodes that obeys the square law exactly, laid out edge by edge as the layout says. */
export interface LaboratorySample {
  readonly arrays: Record<string, { values: Float64Array; shape: number[] }>;
  readonly meta: Record<string, unknown>;
  bytes(): Uint8Array;
}

const [ROWS, COLUMNS, MOMENTS] = [3, 4, 5];
export const THRESHOLD = 0.62;
/** Imposed at nodes 0, 5 and 10: one input, two supplies. */
const sources = [0, 5, 10];
const targets = [3, 8];

/** Inputs of the training and the test datapoints, V. */
const inputs = { train: [0.1, 0.3], test: [0.05, 0.2, 0.4] };

/** Gate of the edge to the right or down at a moment, V: all different. */
export const gateOf = (isDown: boolean, row: number, column: number, moment: number): number =>
  2 + Math.sin(1 + 7 * row + 3 * column + (isDown ? 0.5 : 0) + 0.1 * moment);

/** The network as the layout describes it, not as ours is numbered. */
function solved(input: number, moment: number): number[] {
  const at = (row: number, column: number): string => `${(row % ROWS) * COLUMNS + (column % COLUMNS)}`;
  const edges = Array.from({ length: ROWS * COLUMNS }, (_, node) => [Math.floor(node / COLUMNS), node % COLUMNS] as const).flatMap(
    ([row, column]) => [
      { id: `h${row},${column}`, from: at(row, column), to: at(row, column + 1), gate: gateOf(false, row, column, moment) },
      { id: `v${row},${column}`, from: at(row, column), to: at(row + 1, column), gate: gateOf(true, row, column, moment) },
    ],
  );
  const solution = solveNetwork({
    format: 'twinbench.network',
    version: 1,
    edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: THRESHOLD },
    nodes: Array.from({ length: ROWS * COLUMNS }, (_, node) => ({ id: `${node}` })),
    edges,
    hold: { [sources[0]]: input, [sources[1]]: 0.4, [sources[2]]: 0.02 },
  });
  return [...solution.voltages];
}

export function laboratorySample(): LaboratorySample {
  const array = (shape: number[], valueOf: (...at: number[]) => number): { values: Float64Array; shape: number[] } => {
    const values = new Float64Array(shape.reduce((product, length) => product * length, 1));
    values.forEach((_, index) => {
      let rest = index;
      const at = shape.map(() => 0);
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        at[axis] = rest % shape[axis];
        rest = Math.floor(rest / shape[axis]);
      }
      values[index] = valueOf(...at);
    });
    return { values, shape };
  };
  const shown = (moment: number): number => moment % 2;
  const train = Array.from({ length: MOMENTS }, (_, moment) => solved(inputs.train[shown(moment)], moment));
  const test = Array.from({ length: MOMENTS }, (_, moment) => inputs.test.map((input) => solved(input, moment)));
  const node = (row: number, column: number): number => row * COLUMNS + column;
  const setOf =
    (values: readonly number[]) =>
    (row: number, datapoint: number): number =>
      [values[datapoint], 0.4, 0.02, 0.1, 0.1 + 0.01 * (datapoint + 1)][row];
  const lattice = [ROWS, COLUMNS, MOMENTS];
  const arrays = {
    gateVertical: array(lattice, (row, column, moment) => gateOf(true, row, column, moment)),
    gateHorizontal: array(lattice, (row, column, moment) => gateOf(false, row, column, moment)),
    trainFree: array(lattice, (row, column, moment) => train[moment][node(row, column)]),
    trainClamped: array(lattice, (row, column, moment) => train[moment][node(row, column)]),
    testFree: array([...lattice, 3], (row, column, moment, datapoint) => test[moment][datapoint][node(row, column)]),
    testClamped: array([...lattice, 3], (row, column, moment, datapoint) => test[moment][datapoint][node(row, column)]),
    trainSet: array([5, 2], setOf(inputs.train)),
    testSet: array([5, 3], setOf(inputs.test)),
    learnTime: array([MOMENTS], (moment) => moment * 0.1),
    trainStep: array([MOMENTS], (moment) => 1 + 10 * moment),
    trainIndexCode: array([MOMENTS], () => -10),
    eta: array([MOMENTS], (moment) => (moment < 2 ? 0.25 : 0.5)),
  };
  const meta = {
    name: 'run_25-02-04-11-53-51',
    sources,
    targets,
    differential: true,
    learnStepMicroseconds: 100,
    repeats: 20,
    updateMode: 1,
  };
  return {
    arrays,
    meta,
    bytes: () =>
      zipSync(Object.fromEntries(Object.entries(arrays).map(([name, { values, shape }]) => [`${name}.npy`, encodeNpy(values, shape)]))),
  };
}
