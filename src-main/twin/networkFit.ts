import { Matrix } from 'ml-matrix';
import { BoardNetwork, type NetworkParameters, type Stray } from './boardNetwork.ts';
import type { DeviceModel } from './devices/deviceModel.ts';
import { invertPositive, levenbergMarquardt } from './levenbergMarquardt.ts';
import type { NetworkData } from './networkData.ts';
import { networkLayout, parametersOf, startOf, type NetworkLayout } from './networkLayout.ts';
import { NetworkProblem } from './networkProblem.ts';
import { readingErrors } from './readingErrors.ts';

export interface NetworkFit {
  readonly layout: NetworkLayout;
  readonly vector: Float64Array;
  readonly parameters: NetworkParameters;
  readonly cost: number;
  /** Information of the data alone, in units of the prior: JᵀJ scaled by the prior spreads. */
  readonly information: Matrix;
  /** Where the readings and their Gauss–Newton matrix are, for `uncertaintyOf`. */
  readonly problem: NetworkProblem;
  readonly inverse: Matrix;
}

/** What a fitted network is uncertain by. */
export interface NetworkUncertainty {
  /** Of the vector, [parameter × parameter], prior included. */
  readonly covariance: Matrix;
  /** Standard deviation of a node and of a gate as they are read, V: what the misses of the fit show, and what it could not follow. */
  readonly reading: number;
  readonly gate: number;
}

/** Standard deviations to begin with, V. */
const START = { reading: 0.5e-3, gate: 1e-3 };

/**
 * Fits one network of a board to measured voltages: held nodes imposed as read, the rest compared, all of them under Kirchhoff's
 * law, with sensitivities from the inverse of the Jacobian. The loss is pseudo-Huber, and typical numbers of such boards stand as
 * a weak prior against combinations that the data don't tell.
 *
 * @cost iterations × samples × (Newton + parameters²·nodes)
 */
export function fitNetwork(data: NetworkData, device: DeviceModel, strays: readonly Stray[], iterations = 40): NetworkFit {
  const { edgeCount, nodeCount } = data.network;
  const layout = networkLayout(device, edgeCount, nodeCount, strays);
  const problem = new NetworkProblem(data, layout);
  const fit = levenbergMarquardt(problem, startOf(layout), iterations);
  const inverse = invertPositive(fit.matrix);
  const information = fit.matrix.clone();
  for (let row = 0; row < layout.names.length; row++) {
    information.set(row, row, information.get(row, row) - layout.priorSpread[row] ** -2);
    for (let column = 0; column < layout.names.length; column++) {
      information.set(row, column, information.get(row, column) * layout.priorSpread[row] * layout.priorSpread[column]);
    }
  }
  return {
    layout,
    vector: fit.parameters,
    parameters: parametersOf(layout, fit.parameters),
    cost: fit.cost,
    information,
    problem,
    inverse,
  };
}

/**
 * How well a fitted network is known: the readings were weighed as if their errors were independent, but a held node that was read wrong
 * moves all nodes of a state, and gates that were read wrong all states of a moment. How large either is the misses tell
 * (`readingErrors`), and the fit's inverse carries it to the parameters, C·(J'ΣJ + prior)·C.
 *
 * @cost that of `readingErrors`
 */
export function uncertaintyOf({ problem, vector, inverse, layout }: NetworkFit): NetworkUncertainty {
  const { variances, spread } = readingErrors(problem.clustersAt(vector), inverse, [START.reading ** 2, START.gate ** 2]);
  const prior = Matrix.diag(Array.from(layout.priorSpread, (width) => width ** -2));
  const [reading, gate] = variances.map(Math.sqrt);
  return { covariance: inverse.mmul(spread.add(prior)).mmul(inverse), reading, gate };
}

/** What a fitted network misses of every node that is not held, V. @cost one solution per sample */
export function residualsOf(
  { network, isHeld, samples }: NetworkData,
  parameters: NetworkParameters,
): { readonly node: number; readonly measured: number; readonly missed: number }[] {
  const board = new BoardNetwork(network, parameters, isHeld);
  return samples.flatMap(({ gates, voltages: read }) => {
    const voltages = read.map((voltage, node) => voltage - parameters.zeros[node]);
    if (!board.solve(gates, voltages, [], 1e-8)) return [];
    return Array.from(board.unknowns, (node) => ({
      node,
      measured: read[node],
      missed: voltages[node] + parameters.zeros[node] - read[node],
    })).filter(({ missed }) => !Number.isNaN(missed));
  });
}
